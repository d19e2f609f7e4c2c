import { defined } from "../../chat/json.ts";
import type { ChatRequest, JsonObject, ResponseFormat } from "../../chat/request.ts";
import { effortOf } from "../effort.ts";
import { refuseOtherAnswers } from "../loss.ts";
import type { BuiltRequest, ModelFacts } from "../protocol.ts";
import { buildMessages, isPlainReasoning } from "./build-messages.ts";
import { buildTool, buildToolChoice } from "./tools.ts";

/**
 * The hub's request as a body for OpenAI or a compatible provider. Throws `InvalidRequest` for media that the format cannot carry, and for answers that no
 * other protocol can.
 */
export function buildRequest(request: ChatRequest, model: ModelFacts): BuiltRequest {
	refuseOtherAnswers(request, "A request translated to Chat Completions");
	const sampling = model.sampling !== false;
	const reasons = model.reasoning !== "none";
	const hasTools = request.tools.length > 0;
	const body: JsonObject = defined({
		model: model.id,
		messages: request.messages.flatMap(buildMessages),
		stream: request.stream || undefined,
		// Asked for wherever it may be: the gateway counts tokens whether its client wants to know or not.
		stream_options: request.stream && model.streamUsage !== false ? { include_usage: true } : undefined,
		tools: hasTools ? request.tools.map(buildTool) : undefined,
		tool_choice: hasTools && request.toolChoice ? buildToolChoice(request.toolChoice) : undefined,
		parallel_tool_calls: hasTools ? request.parallelToolCalls : undefined,
		max_completion_tokens: request.maxOutputTokens,
		temperature: sampling ? request.temperature : undefined,
		top_p: sampling ? request.topP : undefined,
		seed: request.seed,
		presence_penalty: request.presencePenalty,
		frequency_penalty: request.frequencyPenalty,
		stop: request.stopSequences.length > 0 ? [...request.stopSequences] : undefined,
		response_format: buildResponseFormat(request.responseFormat, model),
		reasoning_effort: reasons && request.reasoning ? effortOf(request.reasoning) : undefined,
		safety_identifier: request.userId,
		prompt_cache_key: request.cacheKey,
	});
	return { body, warnings: warningsOf(request, model) };
}

function buildResponseFormat(format: ResponseFormat | undefined, model: ModelFacts): JsonObject | undefined {
	if (format === undefined) return undefined;
	if (format.type === "json" || model.structuredOutput === false) return { type: "json_object" };
	const { name, description, schema, strict } = format;
	return { type: "json_schema", json_schema: defined({ name, description, schema, strict }) };
}

function warningsOf(request: ChatRequest, model: ModelFacts): string[] {
	const foreign = request.messages.some(
		({ role, content }) => role === "assistant" && content.some((part) => part.type === "reasoning" && !isPlainReasoning(part)),
	);
	const dropped = [
		...request.otherFields,
		...(request.topK === undefined ? [] : ["top_k"]),
		...(model.sampling === false && request.temperature !== undefined ? ["temperature"] : []),
		...(model.sampling === false && request.topP !== undefined ? ["top_p"] : []),
		...(model.reasoning === "none" && request.reasoning !== undefined ? ["reasoning"] : []),
		...(model.structuredOutput === false && request.responseFormat?.type === "json-schema" ? ["json_schema"] : []),
		...(foreign ? ["earlier reasoning"] : []),
	];
	return dropped.map((what) => `dropped: ${what}`);
}
