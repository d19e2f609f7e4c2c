import { check } from "../vendor-rules/openai-chat.ts";
import type { Answer, Prompt } from "./answer.ts";
import { bearer, type Dialect, dataFrame } from "./dialect.ts";
import { embedOpenai } from "./embeddings.ts";
import { isObject, type JsonObject, list, number, object, text } from "./json.ts";

const contentText = (content: unknown): string =>
	typeof content === "string"
		? content
		: list(content)
				.map((part) => text(object(part).text))
				.join("");

function mediaOf(content: unknown): string[] {
	return list(content).flatMap((value) => {
		const part = object(value);
		if (part.type === "image_url") return [/^data:([^;,]+)/.exec(text(object(part.image_url).url))?.[1] ?? "url"];
		if (part.type === "file") return [/^data:([^;,]+)/.exec(text(object(part.file).file_data))?.[1] ?? "file"];
		if (part.type === "input_audio") return [`audio/${text(object(part.input_audio).format)}`];
		return [];
	});
}

function toolChoiceOf(value: unknown): Prompt["toolChoice"] {
	if (value === "none" || value === "required") return value;
	const name = text(object(object(value).function).name);
	return name ? { name } : "auto";
}

function trailingToolResults(messages: readonly JsonObject[]): string[] {
	const lastOther = messages.findLastIndex((message) => message.role !== "tool");
	return messages.slice(lastOther + 1).map((message) => contentText(message.content));
}

function readPrompt(body: JsonObject): Prompt {
	const messages = list(body.messages).map(object);
	const lastUser = messages.findLast((message) => message.role === "user");
	const format = object(body.response_format);
	const stop = body.stop;
	return {
		model: text(body.model),
		stream: body.stream === true,
		allText: messages.map((message) => contentText(message.content)).join("\n"),
		lastUserText: contentText(lastUser?.content),
		media: mediaOf(lastUser?.content),
		toolResults: trailingToolResults(messages),
		tools: list(body.tools)
			.map((tool) => object(object(tool).function))
			.map((tool) => ({ name: text(tool.name), schema: object(tool.parameters) })),
		toolChoice: toolChoiceOf(body.tool_choice),
		maxTokens: number(body.max_completion_tokens) ?? number(body.max_tokens),
		stop: typeof stop === "string" ? [stop] : list(stop).map(text),
		schema: format.type === "json_schema" ? object(object(format.json_schema).schema) : undefined,
		reasoning: isObject(body.reasoning) || (body.reasoning_effort !== undefined && body.reasoning_effort !== "none"),
		includeUsage: object(body.stream_options).include_usage === true,
	};
}

const finishReason = { stop: "stop", "stop-sequence": "stop", length: "length", tool: "tool_calls" } as const;

const usageOf = (answer: Answer): JsonObject => ({
	prompt_tokens: answer.inputTokens,
	completion_tokens: answer.outputTokens,
	total_tokens: answer.inputTokens + answer.outputTokens,
	prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
	completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
});

const callOf = (call: Answer["toolCalls"][number]) => ({
	id: `call_${call.id}`,
	type: "function",
	function: { name: call.name, arguments: JSON.stringify(call.input) },
});

const headOf = (answer: Answer, object: string) => ({
	id: `chatcmpl-${answer.id}`,
	object,
	created: answer.created,
	model: answer.model,
	service_tier: "default",
	system_fingerprint: "fp_fake",
});

function whole(answer: Answer): JsonObject {
	const message = {
		role: "assistant",
		content: answer.toolCalls.length > 0 ? null : answer.pieces.join(""),
		refusal: null,
		annotations: [],
		...(answer.toolCalls.length > 0 ? { tool_calls: answer.toolCalls.map(callOf) } : {}),
	};
	return {
		...headOf(answer, "chat.completion"),
		choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason[answer.finish] }],
		usage: usageOf(answer),
	};
}

function frames(answer: Answer, prompt: Prompt): readonly string[] {
	const usage = prompt.includeUsage ? { usage: null } : {};
	const chunk = (delta: JsonObject, finish: string | null = null) =>
		dataFrame({
			...headOf(answer, "chat.completion.chunk"),
			choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
			...usage,
		});
	const toolChunks = answer.toolCalls.flatMap((value, index) => {
		const call = callOf(value);
		return [
			chunk({ tool_calls: [{ index, ...call, function: { name: call.function.name, arguments: "" } }] }),
			...(call.function.arguments.match(/.{1,8}/gs) ?? []).map((piece) =>
				chunk({ tool_calls: [{ index, function: { arguments: piece } }] }),
			),
		];
	});
	return [
		chunk({ role: "assistant", content: answer.toolCalls.length > 0 ? null : "", refusal: null }),
		...answer.pieces.map((piece) => chunk({ content: piece })),
		...toolChunks,
		chunk({}, finishReason[answer.finish]),
		...(prompt.includeUsage ? [dataFrame({ ...headOf(answer, "chat.completion.chunk"), choices: [], usage: usageOf(answer) })] : []),
		"data: [DONE]\n\n",
	];
}

const errorOf: Record<number, { readonly type: string; readonly code: string | null; readonly message: string }> = {
	401: { type: "invalid_request_error", code: "invalid_api_key", message: "Incorrect API key provided." },
	403: { type: "invalid_request_error", code: "unsupported_country_region_territory", message: "You are not allowed to use this." },
	404: { type: "invalid_request_error", code: "model_not_found", message: "The model does not exist or you do not have access to it." },
	429: { type: "requests", code: "rate_limit_exceeded", message: "Rate limit reached for requests." },
	503: { type: "server_error", code: "server_is_overloaded", message: "The server is overloaded." },
};

function error(status: number, message?: string): JsonObject {
	const known = errorOf[status] ?? {
		type: status < 500 ? "invalid_request_error" : "server_error",
		code: null,
		message: status < 500 ? "The request is invalid." : "The server had an error while processing your request.",
	};
	return { error: { message: message ?? known.message, type: known.type, param: null, code: known.code } };
}

export const openaiChat: Dialect = {
	id: "openai-chat",
	keyOf: bearer,
	readPrompt,
	check: (body) => check(body),
	whole,
	frames,
	error,
	errorFrame: (message) => dataFrame({ error: { message, type: "server_error", param: null, code: "server_is_overloaded" } }),
	embed: embedOpenai,
	models: (ids) => ({ object: "list", data: ids.map((id) => ({ id, object: "model", created: 1_700_000_000, owned_by: "system" })) }),
	defaultModels: ["gpt-fake", "gpt-fake-mini"],
	badKey: { status: 401, body: error(401) },
	headers: (serial) => ({
		"x-request-id": `req_openai_${serial}`,
		"openai-processing-ms": "12",
		"x-ratelimit-limit-requests": "5000",
		"x-ratelimit-remaining-requests": "4999",
		"x-ratelimit-reset-requests": "12ms",
		"set-cookie": "__cf_bm=fake; path=/; HttpOnly; Secure",
	}),
};
