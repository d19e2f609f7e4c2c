import { check } from "../vendor-rules/anthropic.ts";
import type { Answer, Prompt } from "./answer.ts";
import { bearer, type Dialect, words } from "./dialect.ts";
import { type JsonObject, list, number, object, text } from "./json.ts";

const blocks = (content: unknown): readonly JsonObject[] =>
	typeof content === "string" ? [{ type: "text", text: content }] : list(content).map(object);

const blocksText = (content: unknown): string =>
	blocks(content)
		.map((block) => text(block.text))
		.join("");

function mediaOf(content: unknown): string[] {
	return blocks(content)
		.filter((block) => block.type === "image" || block.type === "document")
		.map((block) => object(block.source))
		.map((source) => text(source.media_type) || text(source.type));
}

function toolChoiceOf(value: unknown): Prompt["toolChoice"] {
	const choice = object(value);
	if (choice.type === "none") return "none";
	if (choice.type === "any") return "required";
	return choice.type === "tool" ? { name: text(choice.name) } : "auto";
}

function readPrompt(body: JsonObject): Prompt {
	const messages = list(body.messages).map(object);
	const last = messages.at(-1);
	const spoken = messages.findLast((message) => message.role === "user" && blocksText(message.content) !== "");
	const format = object(object(body.output_config).format);
	const results = blocks(last?.content).filter((block) => block.type === "tool_result");
	const thinking = object(body.thinking).type;
	return {
		model: text(body.model),
		stream: body.stream === true,
		allText: [blocksText(body.system), ...messages.map((message) => blocksText(message.content))].join("\n"),
		lastUserText: blocksText(spoken?.content),
		media: mediaOf(last?.content),
		toolResults: results.map((block) => blocksText(block.content)),
		tools: list(body.tools)
			.map(object)
			.map((tool) => ({ name: text(tool.name), schema: object(tool.input_schema) })),
		toolChoice: toolChoiceOf(body.tool_choice),
		maxTokens: number(body.max_tokens),
		stop: list(body.stop_sequences).map(text),
		schema: format.type === "json_schema" ? object(format.schema) : undefined,
		reasoning: thinking === "enabled" || thinking === "adaptive",
		includeUsage: true,
	};
}

const stopReason = { stop: "end_turn", "stop-sequence": "stop_sequence", length: "max_tokens", tool: "tool_use" } as const;
const signature = "RmFrZVNpZ25hdHVyZQ==";

const usageOf = (answer: Answer, outputTokens: number): JsonObject => ({
	input_tokens: answer.inputTokens,
	cache_creation_input_tokens: 0,
	cache_read_input_tokens: 0,
	cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
	output_tokens: outputTokens,
	service_tier: "standard",
});

const messageOf = (answer: Answer) => ({
	id: `msg_${answer.id}`,
	type: "message",
	role: "assistant",
	model: answer.model,
	stop_sequence: null,
	stop_details: null,
});

function whole(answer: Answer): JsonObject {
	return {
		...messageOf(answer),
		content: [
			...(answer.reasoning ? [{ type: "thinking", thinking: answer.reasoning, signature }] : []),
			...(answer.pieces.length > 0 ? [{ type: "text", text: answer.pieces.join("") }] : []),
			...answer.toolCalls.map((call) => ({ type: "tool_use", id: `toolu_${call.id}`, name: call.name, input: call.input })),
		],
		stop_reason: stopReason[answer.finish],
		stop_sequence: answer.stopSequence,
		usage: usageOf(answer, answer.outputTokens),
	};
}

const event = (data: JsonObject): string => `event: ${text(data.type)}\ndata: ${JSON.stringify(data)}\n\n`;

const block = (index: number, start: JsonObject, deltas: readonly JsonObject[]): readonly string[] => [
	event({ type: "content_block_start", index, content_block: start }),
	...deltas.map((delta) => event({ type: "content_block_delta", index, delta })),
	event({ type: "content_block_stop", index }),
];

function contentFrames(answer: Answer): readonly string[] {
	const shapes: (readonly [JsonObject, readonly JsonObject[]])[] = [];
	if (answer.reasoning) {
		const deltas = [
			{ type: "thinking_delta", thinking: answer.reasoning },
			{ type: "signature_delta", signature },
		];
		shapes.push([{ type: "thinking", thinking: "", signature: "" }, deltas]);
	}
	if (answer.pieces.length > 0) {
		shapes.push([{ type: "text", text: "" }, answer.pieces.map((piece) => ({ type: "text_delta", text: piece }))]);
	}
	for (const call of answer.toolCalls) {
		const pieces = ["", ...(JSON.stringify(call.input).match(/.{1,8}/gs) ?? [])];
		shapes.push([
			{ type: "tool_use", id: `toolu_${call.id}`, name: call.name, input: {} },
			pieces.map((piece) => ({ type: "input_json_delta", partial_json: piece })),
		]);
	}
	return shapes.flatMap(([start, deltas], index) => block(index, start, deltas));
}

function frames(answer: Answer): readonly string[] {
	const delta = { stop_reason: stopReason[answer.finish], stop_sequence: answer.stopSequence, stop_details: null };
	return [
		event({ type: "message_start", message: { ...messageOf(answer), content: [], stop_reason: null, usage: usageOf(answer, 1) } }),
		event({ type: "ping" }),
		...contentFrames(answer),
		event({ type: "message_delta", delta, usage: usageOf(answer, answer.outputTokens) }),
		event({ type: "message_stop" }),
	];
}

const errorOf: Record<number, readonly [type: string, message: string]> = {
	400: ["invalid_request_error", "The request is invalid."],
	401: ["authentication_error", "invalid x-api-key"],
	402: ["billing_error", "Your credit balance is too low."],
	403: ["permission_error", "Your API key does not have permission to use this."],
	404: ["not_found_error", "model not found"],
	413: ["request_too_large", "Request exceeds the maximum size"],
	429: ["rate_limit_error", "This request would exceed your rate limit."],
	529: ["overloaded_error", "Overloaded"],
};

function error(status: number, message?: string): JsonObject {
	const [type, words] = errorOf[status] ?? ["api_error", "Internal server error"];
	return { type: "error", error: { type, message: message ?? words }, request_id: "req_anthropic_error" };
}

export const anthropicMessages: Dialect = {
	id: "anthropic-messages",
	keyOf: (headers) => text(headers["x-api-key"]) || bearer(headers),
	readPrompt,
	check: (body) => check(body),
	whole,
	frames,
	error,
	errorFrame: (message) => event(error(529, message)),
	count: (body) => ({ input_tokens: words(body) }),
	models: (ids) => ({
		data: ids.map((id) => ({ type: "model", id, display_name: id, created_at: "2026-01-01T00:00:00Z" })),
		has_more: false,
		first_id: ids[0] ?? null,
		last_id: ids.at(-1) ?? null,
	}),
	defaultModels: ["claude-fake"],
	badKey: { status: 401, body: error(401) },
	headers: (serial) => ({
		"request-id": `req_anthropic_${serial}`,
		"anthropic-organization-id": "org_fake",
		"anthropic-ratelimit-requests-limit": "4000",
		"anthropic-ratelimit-requests-remaining": "3999",
	}),
};
