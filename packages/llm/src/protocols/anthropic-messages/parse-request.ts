import { arrayOf, defined, objectOf } from "../../chat/json.ts";
import type { ChatRequest, Json, ResponseFormat, Tool, ToolChoice } from "../../chat/request.ts";
import { invalidRequest } from "../invalid.ts";
import { isEffort } from "../openai-chat/reasoning.ts";
import { InvalidRequest } from "../protocol.ts";
import { threadField } from "./error.ts";
import { type Lose, parseMessages } from "./parse-messages.ts";
import { hubFields, type RequestBody, requestSchema } from "./schema.ts";

/** The body of `POST /v1/messages`, or of `/v1/messages/count_tokens`. Throws `InvalidRequest` that names the field. */
export function parseRequest(body: Json): ChatRequest {
	const checked = requestSchema.safeParse(body);
	if (!checked.success) throw invalidRequest(checked.error);
	const request = checked.data;
	if (request["thread"])
		throw new InvalidRequest(threadField, "A thread is kept by one account, and here any may answer", "unsupported_parameter");
	const otherFields = Object.keys(objectOf(body) ?? {}).filter((name) => !hubFields.has(name) && !saysNothing(name, request[name]));
	const lose: Lose = (path) => otherFields.push(path);
	if (marksCache(body)) lose("cache_control");
	const choice = request.tool_choice;
	return defined({
		model: request.model,
		messages: parseMessages(request, lose),
		stream: request.stream ?? false,
		streamUsage: true,
		tools: parseTools(request.tools, lose),
		toolChoice: parseToolChoice(choice, lose),
		parallelToolCalls: choice && "disable_parallel_tool_use" in choice && choice.disable_parallel_tool_use ? false : undefined,
		maxOutputTokens: request.max_tokens ?? undefined,
		temperature: request.temperature ?? undefined,
		topP: request.top_p ?? undefined,
		topK: request.top_k ?? undefined,
		stopSequences: request.stop_sequences ?? [],
		responseFormat: parseFormat(request.output_config?.format, lose),
		reasoning: parseReasoning(request, lose),
		userId: request.metadata?.user_id ?? undefined,
		otherFields,
	});
}

/** Some block, result or tool says where to cache. The top-level field is one among others. */
function marksCache(body: Json): boolean {
	const { system, tools, messages } = objectOf(body) ?? {};
	const blocks = arrayOf(messages).flatMap((message) => arrayOf(objectOf(message)?.content));
	const results = blocks.flatMap((block) => arrayOf(objectOf(block)?.content));
	return [arrayOf(system), arrayOf(tools), blocks, results].some((all) => all.some((one) => objectOf(one)?.cache_control));
}

/** Their usual values ask for nothing. */
const saysNothing = (name: string, value: unknown): boolean =>
	value === null || (name === "service_tier" && value === "auto") || (name === "speed" && value === "standard");

const parseTools = (tools: RequestBody["tools"], lose: Lose): Tool[] =>
	(tools ?? []).flatMap((tool, at) => {
		if (tool.type === "other") {
			lose(`tools[${at}]`);
			return [];
		}
		const { name, description, input_schema: parameters, strict } = tool;
		return [defined({ name, description: description ?? undefined, parameters, strict: strict ?? undefined, path: `tools[${at}].name` })];
	});

function parseToolChoice(choice: RequestBody["tool_choice"], lose: Lose): ToolChoice | undefined {
	switch (choice?.type) {
		case "auto":
		case "none":
			return { type: choice.type };
		case "any":
			return { type: "required" };
		case "tool":
			return { type: "tool", name: choice.name };
		case "other":
			lose("tool_choice");
			return undefined;
		default:
			return undefined;
	}
}

type Format = NonNullable<RequestBody["output_config"]>["format"];

/** Anthropic's formats have no name, and others demand one. */
function parseFormat(format: Format, lose: Lose): ResponseFormat | undefined {
	if (!format) return undefined;
	if (format.type === "json_schema" && format.schema) return { type: "json-schema", name: "output", schema: format.schema };
	lose("output_config.format");
	return undefined;
}

function parseReasoning({ thinking, output_config }: RequestBody, lose: Lose): ChatRequest["reasoning"] {
	const word = output_config?.effort ?? undefined;
	const effort = word !== undefined && isEffort(word) ? word : undefined;
	if (word !== undefined && effort === undefined) lose("output_config.effort");
	if (thinking?.type === "disabled") return { effort: "none" };
	if (!thinking) return effort && { effort };
	const enabled = thinking.type === "enabled";
	// Thinking with a budget is shown unless the client says otherwise; the usual of adaptive thinking is up to the model.
	const includeText = thinking.display ? thinking.display !== "omitted" : enabled || undefined;
	const budgetTokens = enabled ? (thinking.budget_tokens ?? undefined) : undefined;
	return defined({ effort, budgetTokens, includeText });
}
