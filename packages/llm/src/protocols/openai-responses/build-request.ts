import { defined } from "../../chat/json.ts";
import type { ChatRequest, JsonObject, ResponseFormat } from "../../chat/request.ts";
import { effortOf } from "../effort.ts";
import { outputTokens, refuseContent, refuseOtherAnswers, refuseToolNames, refuseUnknownChoice, type Warn, warnDropped } from "../loss.ts";
import type { BuiltRequest, ModelFacts } from "../protocol.ts";
import { buildInput } from "./build-input.ts";
import { buildTool, buildToolChoice } from "./tools.ts";

const toolName = /^[a-zA-Z0-9_-]{1,64}$/;
/** The least that OpenAI takes. */
const fewestTokens = 16;

/**
 * The hub's request as the body of `POST /v1/responses`. The provider keeps nothing (`store: false`), so its reasoning is asked for in the encrypted form
 * that can be sent back. Throws `InvalidRequest`.
 */
export function buildRequest(request: ChatRequest, model: ModelFacts): BuiltRequest {
	refuseOtherAnswers(request, "OpenAI Responses");
	refuseContent(request, (part) => (part.type === "audio" ? "OpenAI Responses takes no sound" : undefined));
	refuseToolNames(request, toolName, "OpenAI");
	refuseUnknownChoice(request);

	const warnings = new Set<string>();
	const warn: Warn = (warning) => warnings.add(warning);
	const sampling = model.sampling !== false;
	const hasTools = request.tools.length > 0;
	const reasoning = reasoningOf(request, model);
	const body: JsonObject = defined({
		model: model.id,
		...buildInput(request.messages, warn),
		tools: hasTools ? request.tools.map(buildTool) : undefined,
		tool_choice: hasTools && request.toolChoice ? buildToolChoice(request.toolChoice) : undefined,
		parallel_tool_calls: hasTools ? request.parallelToolCalls : undefined,
		max_output_tokens: tokens(request.maxOutputTokens, model, warn),
		temperature: sampling ? request.temperature : undefined,
		top_p: sampling ? request.topP : undefined,
		text: textOf(request.responseFormat, model, warn),
		reasoning,
		include: reasoning !== undefined || reasons(model) ? ["reasoning.encrypted_content"] : undefined,
		safety_identifier: request.userId || undefined,
		prompt_cache_key: request.cacheKey,
		store: false,
		stream: request.stream || undefined,
	});
	warnOfLost(request, model, warn);
	return { body, warnings: [...warnings] };
}

/** Known to reason: others may refuse to encrypt what they do not have. */
const reasons = ({ reasoning }: ModelFacts): boolean => reasoning !== undefined && reasoning !== "none";

function reasoningOf({ reasoning }: ChatRequest, model: ModelFacts): JsonObject | undefined {
	if (reasoning === undefined || model.reasoning === "none") return undefined;
	const fields: JsonObject = defined({ effort: effortOf(reasoning), summary: reasoning.includeText ? "auto" : undefined });
	return Object.keys(fields).length > 0 ? fields : undefined;
}

function tokens(wanted: number | undefined, model: ModelFacts, warn: Warn): number | undefined {
	const allowed = outputTokens(wanted, model.maxOutputTokens, warn);
	if (allowed === undefined || allowed >= fewestTokens) return allowed;
	warn(`changed: max_tokens raised to ${fewestTokens}`);
	return fewestTokens;
}

function textOf(format: ResponseFormat | undefined, model: ModelFacts, warn: Warn): JsonObject | undefined {
	if (format === undefined) return undefined;
	if (format.type === "json") return { format: { type: "json_object" } };
	if (model.structuredOutput === false) {
		warn("dropped: json_schema");
		return { format: { type: "json_object" } };
	}
	const { name, description, schema, strict } = format;
	return { format: defined({ type: "json_schema", name, description, schema, strict }) };
}

function warnOfLost(request: ChatRequest, model: ModelFacts, warn: Warn): void {
	const { stopSequences, presencePenalty, frequencyPenalty } = request;
	warnDropped(
		{
			...(model.sampling === false && { temperature: request.temperature, top_p: request.topP }),
			...(model.reasoning === "none" && { reasoning: request.reasoning }),
			top_k: request.topK,
			stop: stopSequences.length > 0 ? stopSequences : undefined,
			seed: request.seed,
			presence_penalty: presencePenalty || undefined,
			frequency_penalty: frequencyPenalty || undefined,
			...Object.fromEntries(request.otherFields.map((name) => [name, true])),
		},
		warn,
	);
}
