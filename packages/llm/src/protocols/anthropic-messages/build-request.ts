import { defined } from "../../chat/json.ts";
import type { ChatRequest, JsonObject, ResponseFormat } from "../../chat/request.ts";
import { jsonInstruction } from "../json-instruction.ts";
import { outputTokens, refuseContent, refuseOtherAnswers, refuseToolNames, refuseUnknownChoice, type Warn, warnDropped } from "../loss.ts";
import type { BuiltRequest, ModelFacts } from "../protocol.ts";
import { callsOf, conversationOf } from "../turns.ts";
import { mediaProblem } from "./media.ts";
import { callId, messagesOf, ownReasoning, textBlock } from "./messages.ts";
import { isOpen, outputSchema } from "./output-schema.ts";
import { samplingOf } from "./sampling.ts";
import { thinkingOf } from "./thinking.ts";
import { toolFields, toolName } from "./tools.ts";

/** Every model that is still offered writes as much; one that the catalog knows brings its own maximum. */
const usualMaxTokens = 32_000;

/** The hub's request as the body of `POST /v1/messages`. Throws `InvalidRequest`. */
export function buildRequest(request: ChatRequest, model: ModelFacts): BuiltRequest {
	refuseOtherAnswers(request, "Claude");
	refuseContent(request, mediaProblem);
	refuseToolNames(request, toolName, "Claude");
	refuseUnknownChoice(request);

	const warnings = new Set<string>();
	const warn: Warn = (warning) => warnings.add(warning);
	const { system, turns } = conversationOf(request, { callId, keepReasoning: ownReasoning(model), warn });
	const maxTokens = outputTokens(request.maxOutputTokens, model.maxOutputTokens, warn) ?? model.maxOutputTokens ?? usualMaxTokens;
	const { thinking, effort } = thinkingOf(request, model, maxTokens, turns, warn);
	const format = formatOf(request.responseFormat, model, warn);
	const systemBlocks = [...system.map((part) => part.text), ...(format.instruction ?? [])].map(textBlock);
	const outputConfig = defined({ effort, format: format.format });
	const stops = request.stopSequences.filter((stop) => stop.trim() !== "");
	if (stops.length < request.stopSequences.length) warn("dropped: stop sequences of white space");
	const called = callsOf(turns).map((call) => call.name);
	warnOfLost(request, warn);

	const body: JsonObject = {
		model: model.id,
		max_tokens: maxTokens,
		...(systemBlocks.length > 0 && { system: systemBlocks }),
		messages: messagesOf(turns, warn),
		...toolFields(request, called, model, warn),
		...samplingOf(request, model, thinking !== undefined, warn),
		...(stops.length > 0 && { stop_sequences: stops }),
		...(thinking && { thinking }),
		...(Object.keys(outputConfig).length > 0 && { output_config: outputConfig }),
		...metadataOf(request.userId, warn),
		...(request.stream && { stream: true }),
	};
	return { body, warnings: [...warnings] };
}

interface Format {
	readonly format?: JsonObject;
	readonly instruction?: readonly string[];
}

/** Anthropic has structured outputs but no plain JSON mode. */
function formatOf(format: ResponseFormat | undefined, model: ModelFacts, warn: Warn): Format {
	if (format === undefined) return {};
	if (format.type === "json-schema" && model.structuredOutput !== false && !isOpen(format.schema)) {
		return { format: { type: "json_schema", schema: outputSchema(format.schema) } };
	}
	warn("changed: response_format is asked for in words");
	return { instruction: [jsonInstruction(format)] };
}

/** Anthropic wants an opaque id and refuses what looks like a mail address or a telephone number. */
function metadataOf(userId: string | undefined, warn: Warn): JsonObject {
	if (userId === undefined || userId === "") return {};
	if (/^[\w.:-]{1,256}$/.test(userId) && !/^[\d.-]+$/.test(userId)) return { metadata: { user_id: userId } };
	warn("dropped: user");
	return {};
}

function warnOfLost(request: ChatRequest, warn: Warn): void {
	warnDropped(
		{
			seed: request.seed,
			presence_penalty: request.presencePenalty || undefined,
			frequency_penalty: request.frequencyPenalty || undefined,
			prompt_cache_key: request.cacheKey,
			...Object.fromEntries(request.otherFields.map((name) => [name, true])),
		},
		warn,
	);
}
