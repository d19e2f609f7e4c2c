import { defined, objectOf } from "../../chat/json.ts";
import type { ChatRequest, Json, ResponseFormat } from "../../chat/request.ts";
import { invalidRequest } from "../invalid.ts";
import { otherFields } from "./other-fields.ts";
import { parseMessages } from "./parse-messages.ts";
import { isEffort } from "./reasoning.ts";
import { type RequestBody, requestSchema } from "./schema.ts";
import { parseToolChoice, parseTools } from "./tools.ts";

/** The body of `POST /v1/chat/completions`. Throws `InvalidRequest` that names the field. */
export function parseRequest(body: Json): ChatRequest {
	const checked = requestSchema.safeParse(body);
	if (!checked.success) throw invalidRequest(checked.error);
	const request = checked.data;
	return defined({
		model: request.model,
		messages: parseMessages(request.messages),
		stream: request.stream ?? false,
		streamUsage: request.stream_options?.include_usage ?? false,
		tools: parseTools(request),
		toolChoice: parseToolChoice(request),
		parallelToolCalls: request.parallel_tool_calls ?? undefined,
		maxOutputTokens: request.max_completion_tokens ?? request.max_tokens ?? undefined,
		temperature: request.temperature ?? undefined,
		topP: request.top_p ?? undefined,
		stopSequences: typeof request.stop === "string" ? [request.stop] : (request.stop ?? []),
		seed: request.seed ?? undefined,
		presencePenalty: request.presence_penalty ?? undefined,
		frequencyPenalty: request.frequency_penalty ?? undefined,
		responseFormat: parseResponseFormat(request.response_format),
		reasoning: parseReasoning(request.reasoning_effort),
		candidates: request.n ?? undefined,
		logprobs: request.logprobs ? defined({ top: request.top_logprobs ?? undefined }) : undefined,
		userId: request.safety_identifier ?? request.user ?? undefined,
		cacheKey: request.prompt_cache_key ?? undefined,
		otherFields: otherFields(objectOf(body) ?? {}, request),
	});
}

function parseResponseFormat(format: RequestBody["response_format"]): ResponseFormat | undefined {
	switch (format?.type) {
		case "json_object":
			return { type: "json" };
		case "json_schema": {
			const { name, description, schema, strict } = format.json_schema;
			return defined({
				type: "json-schema" as const,
				name,
				description: description ?? undefined,
				schema: schema ?? {},
				strict: strict ?? undefined,
			});
		}
		default:
			return undefined;
	}
}

const parseReasoning = (effort: string | null | undefined): ChatRequest["reasoning"] =>
	effort && isEffort(effort) ? { effort } : undefined;
