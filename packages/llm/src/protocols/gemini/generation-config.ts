import { defined } from "../../chat/json.ts";
import type { ChatRequest, JsonObject } from "../../chat/request.ts";
import { outputTokens, type Warn, warnDropped } from "../loss.ts";
import type { ModelFacts } from "../protocol.ts";
import { isGemini3 } from "./generation.ts";
import { thinkingConfig } from "./thinking.ts";

const maxStops = 5;

/** More is refused by every model that is offered; one that the catalog knows brings its own maximum. */
const usualMaxTokens = 65_536;

/** `generationConfig`, undefined when it would say nothing. */
export function generationConfig(request: ChatRequest, model: ModelFacts, warn: Warn): JsonObject | undefined {
	const config: JsonObject = {
		...sampling(request, model, warn),
		...defined({
			maxOutputTokens: outputTokens(request.maxOutputTokens, model.maxOutputTokens ?? usualMaxTokens, warn),
			stopSequences: stops(request.stopSequences, warn),
			seed: seedOf(request.seed, warn),
			presencePenalty: request.presencePenalty || undefined,
			frequencyPenalty: request.frequencyPenalty || undefined,
			thinkingConfig: thinkingConfig(request, model, warn),
		}),
		...formatFields(request, model),
	};
	return Object.keys(config).length === 0 ? undefined : config;
}

/** Before Gemini 3 JSON mode and tools exclude each other, and JSON has to be asked for in words. */
export const needsInstruction = ({ responseFormat, tools }: ChatRequest, model: ModelFacts): boolean =>
	responseFormat !== undefined && (model.structuredOutput === false || (tools.length > 0 && !isGemini3(model)));

function formatFields(request: ChatRequest, model: ModelFacts): JsonObject {
	const format = request.responseFormat;
	if (format === undefined || needsInstruction(request, model)) return {};
	const schema = format.type === "json-schema" && Object.keys(format.schema).length > 0 ? { responseJsonSchema: format.schema } : {};
	return { responseMimeType: "application/json", ...schema };
}

function sampling({ temperature, topP, topK }: ChatRequest, model: ModelFacts, warn: Warn): JsonObject {
	if (model.sampling !== false) return defined({ temperature, topP, topK });
	warnDropped({ temperature, top_p: topP, top_k: topK }, warn);
	return {};
}

function stops(sequences: readonly string[], warn: Warn): string[] | undefined {
	const kept = sequences.filter((stop) => stop !== "").slice(0, maxStops);
	if (kept.length < sequences.length) warn(`dropped: stop sequences after the first ${kept.length}`);
	return kept.length === 0 ? undefined : kept;
}

/** A signed number of 32 bits. */
function seedOf(seed: number | undefined, warn: Warn): number | undefined {
	if (seed === undefined || seed === Math.trunc(seed) % 2 ** 31) return seed;
	warn("dropped: seed");
	return undefined;
}
