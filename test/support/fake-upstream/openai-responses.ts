import { check } from "../vendor-rules/openai-responses.ts";
import type { Answer, Prompt } from "./answer.ts";
import type { Dialect } from "./dialect.ts";
import { type JsonObject, list, number, object, text } from "./json.ts";
import { openaiChat } from "./openai-chat.ts";

const itemsOf = ({ input }: JsonObject): readonly JsonObject[] =>
	typeof input === "string" ? [{ type: "message", role: "user", content: input }] : list(input).map(object);

const isMessage = (item: JsonObject): boolean => (item.type ?? "message") === "message";

const contentText = (content: unknown): string =>
	typeof content === "string"
		? content
		: list(content)
				.map((part) => text(object(part).text))
				.join("");

const dataType = (url: unknown): string | undefined => /^data:([^;,]+)/.exec(text(url))?.[1];

function mediaOf(content: unknown): string[] {
	return list(content).flatMap((value) => {
		const part = object(value);
		if (part.type === "input_image") return [dataType(part.image_url) ?? "url"];
		return part.type === "input_file" ? [dataType(part.file_data) ?? "file"] : [];
	});
}

function toolChoiceOf(value: unknown): Prompt["toolChoice"] {
	if (value === "none" || value === "required") return value;
	const name = text(object(value).name);
	return name ? { name } : "auto";
}

function trailingResults(items: readonly JsonObject[]): string[] {
	const lastOther = items.findLastIndex(({ type }) => type !== "function_call_output");
	return items.slice(lastOther + 1).map(({ output }) => contentText(output));
}

function readPrompt(body: JsonObject): Prompt {
	const items = itemsOf(body);
	const lastUser = items.findLast((item) => isMessage(item) && item.role === "user");
	const format = object(object(body.text).format);
	const effort = object(body.reasoning).effort;
	return {
		model: text(body.model),
		stream: body.stream === true,
		allText: [text(body.instructions), ...items.map((item) => contentText(item.content ?? item.output))].join("\n"),
		lastUserText: contentText(lastUser?.content),
		media: mediaOf(lastUser?.content),
		toolResults: trailingResults(items),
		tools: list(body.tools)
			.map(object)
			.map((tool) => ({ name: text(tool.name), schema: object(tool.parameters) })),
		toolChoice: toolChoiceOf(body.tool_choice),
		maxTokens: number(body.max_output_tokens),
		stop: [],
		schema: format.type === "json_schema" ? object(format.schema) : undefined,
		reasoning: effort !== undefined && effort !== "none",
		includeUsage: true,
	};
}

const usageOf = ({ inputTokens, outputTokens }: Answer): JsonObject => ({
	input_tokens: inputTokens,
	input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
	output_tokens: outputTokens,
	output_tokens_details: { reasoning_tokens: 0 },
	total_tokens: inputTokens + outputTokens,
});

type Item = JsonObject & { readonly id: string };

/** The items of an answer, whole. */
function outputOf(answer: Answer): Item[] {
	const status = answer.finish === "length" ? "incomplete" : "completed";
	const encrypted = Buffer.from(`thoughts of ${answer.id}`).toString("base64");
	const summary = [{ type: "summary_text", text: answer.reasoning }];
	const words = { type: "output_text", annotations: [], logprobs: [], text: answer.pieces.join("") };
	return [
		...(answer.reasoning ? [{ id: `rs_${answer.id}`, type: "reasoning", summary, encrypted_content: encrypted }] : []),
		...(answer.pieces.length > 0 ? [{ id: `msg_${answer.id}`, type: "message", status, role: "assistant", content: [words] }] : []),
		...answer.toolCalls.map((call) => ({
			id: `fc_${call.id}`,
			type: "function_call",
			status: "completed",
			call_id: `call_${call.id}`,
			name: call.name,
			arguments: JSON.stringify(call.input),
		})),
	];
}

function responseOf(answer: Answer, done: boolean): JsonObject {
	const cut = answer.finish === "length";
	return {
		id: `resp_${answer.id}`,
		object: "response",
		created_at: answer.created,
		status: done ? (cut ? "incomplete" : "completed") : "in_progress",
		background: false,
		error: null,
		incomplete_details: done && cut ? { reason: "max_output_tokens" } : null,
		instructions: null,
		metadata: {},
		model: answer.model,
		output: done ? outputOf(answer) : [],
		parallel_tool_calls: true,
		store: false,
		temperature: 1,
		tool_choice: "auto",
		tools: [],
		top_p: 1,
		usage: done ? usageOf(answer) : null,
	};
}

type Event = JsonObject & { readonly type: string };

/** The events that tell one item, between its `added` and its `done`. */
function contentEvents(item: Item, answer: Answer, place: number): Event[] {
	const where = { item_id: item.id, output_index: place };
	if (item.type === "function_call") {
		const written = text(item.arguments);
		return [
			...(written.match(/.{1,8}/gs) ?? []).map((delta) => ({ type: "response.function_call_arguments.delta", ...where, delta })),
			{ type: "response.function_call_arguments.done", ...where, arguments: written },
		];
	}
	if (item.type === "reasoning") {
		const at = { ...where, summary_index: 0 };
		const part = { type: "summary_text", text: answer.reasoning };
		return [
			{ type: "response.reasoning_summary_part.added", ...at, part: { ...part, text: "" } },
			{ type: "response.reasoning_summary_text.delta", ...at, delta: answer.reasoning, obfuscation: "x" },
			{ type: "response.reasoning_summary_text.done", ...at, text: answer.reasoning },
			{ type: "response.reasoning_summary_part.done", ...at, part },
		];
	}
	const at = { ...where, content_index: 0 };
	const part = object(list(item.content)[0]);
	return [
		{ type: "response.content_part.added", ...at, part: { ...part, text: "" } },
		...answer.pieces.map((delta) => ({ type: "response.output_text.delta", ...at, delta, logprobs: [], obfuscation: "x" })),
		{ type: "response.output_text.done", ...at, text: part.text, logprobs: [] },
		{ type: "response.content_part.done", ...at, part },
	];
}

const emptied: Readonly<Record<string, JsonObject>> = {
	message: { content: [], status: "in_progress" },
	reasoning: { summary: [] },
	function_call: { arguments: "", status: "in_progress" },
};

function frames(answer: Answer): readonly string[] {
	const items = outputOf(answer).flatMap((item, place): Event[] => [
		{ type: "response.output_item.added", output_index: place, item: { ...item, ...emptied[text(item.type)] } },
		...contentEvents(item, answer, place),
		{ type: "response.output_item.done", output_index: place, item },
	]);
	return [
		{ type: "response.created", response: responseOf(answer, false) },
		{ type: "response.in_progress", response: responseOf(answer, false) },
		...items,
		{ type: answer.finish === "length" ? "response.incomplete" : "response.completed", response: responseOf(answer, true) },
	].map((event, at) => eventFrame(event, at));
}

const eventFrame = ({ type, ...fields }: Event, at: number): string =>
	`event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: at, ...fields })}\n\n`;

/** Everything besides chats is that of OpenAI's other protocol. */
export const openaiResponses: Dialect = {
	...openaiChat,
	id: "openai-responses",
	readPrompt,
	check: (body) => check(body),
	whole: (answer) => responseOf(answer, true),
	frames,
	errorFrame: (message) =>
		eventFrame({ type: "error", error: { type: "server_error", code: "server_is_overloaded", message, param: null } }, 2),
};
