import { defined, objectOf } from "../../chat/json.ts";
import type { ChatRequest, Json, ReasoningEffort, ResponseFormat } from "../../chat/request.ts";
import { invalidRequest } from "../invalid.ts";
import { isEffort } from "../openai-chat/reasoning.ts";
import { otherFields, untranslatable } from "./other-fields.ts";
import { parseInput } from "./parse-input.ts";
import { type RequestBody, requestSchema } from "./schema.ts";
import { parseToolChoice, parseTools } from "./tools.ts";

/** The body of `POST /v1/responses`. Throws `InvalidRequest` that names the field. */
export function parseRequest(body: Json): ChatRequest {
	const checked = requestSchema.safeParse(body);
	if (!checked.success) throw invalidRequest(checked.error);
	const request = checked.data;
	const fields = objectOf(body) ?? {};
	const only = untranslatable(fields, request);
	return defined({
		model: request.model,
		messages: parseInput(request),
		stream: request.stream ?? false,
		// The last event of every stream counts.
		streamUsage: true,
		tools: parseTools(request.tools),
		toolChoice: parseToolChoice(request.tool_choice),
		parallelToolCalls: request.parallel_tool_calls ?? undefined,
		maxOutputTokens: request.max_output_tokens ?? undefined,
		temperature: request.temperature ?? undefined,
		topP: request.top_p ?? undefined,
		stopSequences: [],
		responseFormat: parseFormat(request.text?.format),
		reasoning: parseEffort(request.reasoning),
		userId: request.safety_identifier ?? request.user ?? undefined,
		cacheKey: request.prompt_cache_key ?? undefined,
		otherFields: otherFields(fields, request),
		untranslatable: only.length > 0 ? only : undefined,
	});
}

type FormatBody = NonNullable<NonNullable<RequestBody["text"]>["format"]>;

function parseFormat(format: FormatBody | null | undefined): ResponseFormat | undefined {
	switch (format?.type) {
		case "json_object":
			return { type: "json" };
		case "json_schema": {
			const { name, description, schema, strict } = format;
			return defined({
				type: "json-schema" as const,
				name,
				description: description ?? undefined,
				schema,
				strict: strict ?? undefined,
			});
		}
		default:
			return undefined;
	}
}

/** Reasoning is told as a summary, and only to who asks for one. */
function parseEffort(reasoning: RequestBody["reasoning"]): ChatRequest["reasoning"] {
	const asked = reasoning?.effort;
	const effort: ReasoningEffort | undefined = asked && isEffort(asked) ? asked : undefined;
	const includeText = reasoning?.summary ? true : undefined;
	return effort === undefined && includeText === undefined ? undefined : defined({ effort, includeText });
}
