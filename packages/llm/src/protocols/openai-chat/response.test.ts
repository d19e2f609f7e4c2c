import { describe, expect, test } from "vitest";
import type { Json } from "../../chat/request.ts";
import type { ChatResponse } from "../../chat/response.ts";
import { MalformedAnswer } from "../protocol.ts";
import { buildResponse } from "./build-response.ts";
import { parseResponse } from "./parse-response.ts";

const answer = (message: Json, finish = "stop", more: { [name: string]: Json } = {}) =>
	parseResponse({ id: "c1", created: 7, model: "m", choices: [{ index: 0, message, finish_reason: finish }], ...more });

const full: ChatResponse = {
	id: "c1",
	model: "m",
	created: 7,
	content: [
		{ type: "reasoning", text: "Hm" },
		{ type: "text", text: "Let me see" },
		{ type: "tool-call", id: "a", name: "weather", arguments: '{"city":"Oslo"}' },
	],
	finishReason: "tool-calls",
	rawFinishReason: "tool_calls",
	usage: { input: 10, output: 5, cachedInput: 4, cacheWriteInput: 1, reasoning: 2 },
};

test("an answer is built as OpenAI documents it", () => {
	expect(buildResponse(full)).toEqual({
		id: "c1",
		object: "chat.completion",
		created: 7,
		model: "m",
		choices: [
			{
				index: 0,
				message: {
					role: "assistant",
					content: "Let me see",
					refusal: null,
					reasoning_content: "Hm",
					tool_calls: [{ id: "a", type: "function", function: { name: "weather", arguments: '{"city":"Oslo"}' } }],
				},
				logprobs: null,
				finish_reason: "tool_calls",
			},
		],
		usage: {
			prompt_tokens: 10,
			completion_tokens: 5,
			total_tokens: 15,
			prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 1 },
			completion_tokens_details: { reasoning_tokens: 2 },
		},
	});
});

test("built and parsed again, an answer says the same", () => {
	const refusal: ChatResponse = {
		...full,
		content: [{ type: "refusal", text: "No" }],
		finishReason: "content-filter",
		rawFinishReason: "content_filter",
	};

	expect(parseResponse(buildResponse(full))).toEqual(full);
	expect(parseResponse(buildResponse(refusal))).toEqual(refusal);
});

describe("dialects", () => {
	test("reasoning beside the text: DeepSeek and xAI, Groq and OpenRouter, Mistral", () => {
		const thought = [
			{ type: "reasoning", text: "Hm" },
			{ type: "text", text: "Yes" },
		];

		expect(answer({ content: "Yes", reasoning_content: "Hm" }).content).toEqual(thought);
		expect(answer({ content: "Yes", reasoning: "Hm", reasoning_content: null }).content).toEqual(thought);
		expect(
			answer({
				content: [
					{ type: "thinking", thinking: [{ type: "text", text: "Hm" }] },
					{ type: "text", text: "Yes" },
				],
			}).content,
		).toEqual(thought);
	});

	test("arguments as an object, calls without ids, and the older function call", () => {
		const calls = answer({
			content: null,
			tool_calls: [{ function: { name: "f", arguments: { a: 1 } } }, { id: "", function: { name: "g" } }],
		});
		const older = answer({ content: null, function_call: { name: "f", arguments: "{}" } }, "function_call");

		expect(calls.content).toEqual([
			{ type: "tool-call", id: "call_c1_0", name: "f", arguments: '{"a":1}' },
			{ type: "tool-call", id: "call_c1_1", name: "g", arguments: "" },
		]);
		expect(calls.finishReason).toBe("tool-calls");
		expect(older.content).toEqual([{ type: "tool-call", id: "call_c1_0", name: "f", arguments: "{}" }]);
	});

	test.each([
		["stop", "stop"],
		["eos_token", "stop"],
		["length", "length"],
		["model_length", "length"],
		["content_filter", "content-filter"],
		["insufficient_system_resource", "error"],
		["constructor", "other"],
		["", "other"],
	])("finish reason %j is %s", (raw, reason) => {
		expect(answer({ content: "x" }, raw)).toMatchObject({ finishReason: reason, rawFinishReason: raw });
	});

	test.each<[string, { [name: string]: Json }, object]>([
		[
			"reasoning beside the completion tokens (xAI)",
			{ usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 35, completion_tokens_details: { reasoning_tokens: 20 } } },
			{ output: 25, reasoning: 20 },
		],
		[
			"reasoning among them (OpenAI)",
			{ usage: { prompt_tokens: 10, completion_tokens: 25, total_tokens: 35, completion_tokens_details: { reasoning_tokens: 20 } } },
			{ output: 25, reasoning: 20 },
		],
		["DeepSeek's cache", { usage: { prompt_tokens: 10, completion_tokens: 5, prompt_cache_hit_tokens: 8 } }, { cachedInput: 8 }],
		["Groq's own place", { x_groq: { usage: { prompt_tokens: 10, completion_tokens: 5 } } }, { input: 10, output: 5 }],
		["no numbers", { usage: { prompt_tokens: "10", completion_tokens: 5 } }, { input: 0, output: 5 }],
	])("usage: %s", (_name, more, usage) => {
		expect(answer({ content: "x" }, "stop", more).usage).toMatchObject(usage);
	});

	test("no usage is no usage", () => {
		expect(answer({ content: "x" }, "stop", { usage: null })).not.toHaveProperty("usage");
		expect(answer({ content: "x" }, "stop", { usage: {} })).not.toHaveProperty("usage");
	});
});

test.each<[Json]>([
	[null],
	["text"],
	[[]],
	[{}],
	[{ choices: [] }],
	[{ choices: [null] }],
	[{ choices: [{ index: 0 }] }],
	[{ choices: "x" }],
])("%j is no answer", (body) => {
	expect(() => parseResponse(body)).toThrow(MalformedAnswer);
});

test("an error with status 200 is told in the provider's words", () => {
	expect(() => parseResponse({ error: { message: "No credit" } })).toThrow(new MalformedAnswer("No credit"));
});
