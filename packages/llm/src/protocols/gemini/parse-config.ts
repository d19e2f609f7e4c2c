import { defined } from "../../chat/json.ts";
import type { ChatRequest, ReasoningEffort, ResponseFormat } from "../../chat/request.ts";
import { jsonSchemaOf } from "./json-schema.ts";
import type { Lose } from "./parse-contents.ts";
import { type ConfigBody, hubConfigFields } from "./schema.ts";

type Told = Partial<
	Pick<
		ChatRequest,
		| "temperature"
		| "topP"
		| "topK"
		| "candidates"
		| "maxOutputTokens"
		| "seed"
		| "presencePenalty"
		| "frequencyPenalty"
		| "logprobs"
		| "responseFormat"
		| "reasoning"
	>
>;

/** `generationConfig` in the hub's words. */
export function parseConfig(config: ConfigBody, lose: Lose): Told {
	for (const name of Object.keys(config)) if (!hubConfigFields.has(name) && config[name] !== null) lose(`generationConfig.${name}`);
	loseModalities(config.responseModalities ?? [], lose);
	return defined({
		temperature: config.temperature ?? undefined,
		topP: config.topP ?? undefined,
		topK: config.topK ?? undefined,
		candidates: config.candidateCount || undefined,
		maxOutputTokens: config.maxOutputTokens ?? undefined,
		seed: config.seed ?? undefined,
		presencePenalty: config.presencePenalty ?? undefined,
		frequencyPenalty: config.frequencyPenalty ?? undefined,
		logprobs: config.responseLogprobs ? defined({ top: config.logprobs ?? undefined }) : undefined,
		responseFormat: parseFormat(config, lose),
		reasoning: parseThinking(config.thinkingConfig, lose),
	});
}

/** `audio` is the word by which translations know that sound is asked for, and refuse. */
function loseModalities(modalities: readonly string[], lose: Lose): void {
	const others = modalities.map((name) => name.toUpperCase()).filter((name) => name !== "TEXT");
	if (others.includes("AUDIO")) lose("audio");
	if (others.some((name) => name !== "AUDIO")) lose("generationConfig.responseModalities");
}

function parseFormat({ responseMimeType, responseSchema, responseJsonSchema }: ConfigBody, lose: Lose): ResponseFormat | undefined {
	const schema = responseJsonSchema ?? (responseSchema ? jsonSchemaOf(responseSchema) : undefined);
	// Google's formats have no name, and others demand one.
	if (responseMimeType === "application/json") return schema ? { type: "json-schema", name: "output", schema } : { type: "json" };
	if (responseMimeType && responseMimeType !== "text/plain") lose("generationConfig.responseMimeType");
	return undefined;
}

const levels: Readonly<Record<string, ReasoningEffort>> = { MINIMAL: "minimal", LOW: "low", MEDIUM: "medium", HIGH: "high" };

function parseThinking(config: ConfigBody["thinkingConfig"], lose: Lose): ChatRequest["reasoning"] {
	if (!config) return undefined;
	const level = config.thinkingLevel?.toUpperCase();
	const effort = level === undefined ? undefined : levels[level];
	if (level !== undefined && level !== "THINKING_LEVEL_UNSPECIFIED" && effort === undefined)
		lose("generationConfig.thinkingConfig.thinkingLevel");
	return defined({ effort, budgetTokens: config.thinkingBudget ?? undefined, includeText: config.includeThoughts ?? undefined });
}
