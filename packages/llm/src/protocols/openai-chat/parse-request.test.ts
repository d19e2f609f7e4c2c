import { describe, expect, test } from "vitest";
import { withoutPlaces } from "../../../../../test/support/without-places.ts";
import type { Json } from "../../chat/request.ts";
import { InvalidRequest } from "../protocol.ts";
import { parseRequest } from "./parse-request.ts";

const user = { role: "user", content: "Hi" };
const parse = (fields: { [name: string]: Json }) => withoutPlaces(parseRequest({ model: "gpt-5", messages: [user], ...fields }));
const messagesOf = (...messages: Json[]) => parse({ messages }).messages;

test("the smallest request", () => {
	expect(parseRequest({ model: "gpt-5", messages: [user] })).toEqual({
		model: "gpt-5",
		messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }],
		stream: false,
		streamUsage: false,
		tools: [],
		stopSequences: [],
		otherFields: [],
	});
});

test("every field the hub has a word for", () => {
	const request = parse({
		stream: true,
		stream_options: { include_usage: true, include_obfuscation: false },
		max_completion_tokens: 100,
		max_tokens: 50,
		temperature: 0.5,
		top_p: 0.9,
		seed: 7,
		presence_penalty: 0.1,
		frequency_penalty: -0.1,
		stop: ["END", "\n"],
		n: 2,
		logprobs: true,
		top_logprobs: 3,
		reasoning_effort: "high",
		parallel_tool_calls: false,
		user: "old",
		safety_identifier: "u-1",
		prompt_cache_key: "k",
	});

	expect(request).toMatchObject({
		stream: true,
		streamUsage: true,
		maxOutputTokens: 100,
		temperature: 0.5,
		topP: 0.9,
		seed: 7,
		presencePenalty: 0.1,
		frequencyPenalty: -0.1,
		stopSequences: ["END", "\n"],
		candidates: 2,
		logprobs: { top: 3 },
		reasoning: { effort: "high" },
		parallelToolCalls: false,
		userId: "u-1",
		cacheKey: "k",
		otherFields: [],
	});
	expect(parse({ max_tokens: 50, stop: "END", user: "old" })).toMatchObject({ maxOutputTokens: 50, stopSequences: ["END"], userId: "old" });
});

test("null means absent", () => {
	const nulls = ["stream", "temperature", "max_tokens", "stop", "tools", "tool_choice", "response_format", "user", "audio", "n"];

	expect(parse(Object.fromEntries(nulls.map((name) => [name, null])))).toEqual(parse({}));
});

test.each([
	[{ type: "text" }, undefined],
	[{ type: "json_object" }, { type: "json" }],
	[
		{ type: "json_schema", json_schema: { name: "answer", schema: { type: "object" }, strict: true } },
		{ type: "json-schema", name: "answer", schema: { type: "object" }, strict: true },
	],
])("response format %j", (written, format) => {
	expect(parse({ response_format: written }).responseFormat).toEqual(format);
});

describe("messages", () => {
	test("system and developer messages keep their places", () => {
		expect(messagesOf({ role: "system", content: "a" }, user, { role: "developer", content: [{ type: "text", text: "b" }] })).toEqual([
			{ role: "system", content: [{ type: "text", text: "a" }] },
			{ role: "user", content: [{ type: "text", text: "Hi" }] },
			{ role: "system", content: [{ type: "text", text: "b" }], developer: true },
		]);
	});

	test("what a user may send", () => {
		const content = [
			{ type: "text", text: "See" },
			{ type: "image_url", image_url: { url: "data:image/PNG;base64,iVBO", detail: "low" } },
			{ type: "image_url", image_url: { url: "https://example.com/a.png" } },
			{ type: "input_audio", input_audio: { data: "UklG", format: "wav" } },
			{ type: "file", file: { file_data: "data:application/pdf;base64,JVBE", filename: "a.pdf" } },
			{ type: "file", file: { file_id: "file-1" } },
		];

		expect(messagesOf({ role: "user", name: "ann", content })).toEqual([
			{
				role: "user",
				name: "ann",
				content: [
					{ type: "text", text: "See" },
					{ type: "image", source: { kind: "base64", mediaType: "image/png", data: "iVBO" }, detail: "low" },
					{ type: "image", source: { kind: "url", url: "https://example.com/a.png" } },
					{ type: "audio", source: { kind: "base64", mediaType: "audio/wav", data: "UklG" } },
					{ type: "file", source: { kind: "base64", mediaType: "application/pdf", data: "JVBE" }, filename: "a.pdf" },
					{ type: "file", source: { kind: "id", id: "file-1" } },
				],
			},
		]);
	});

	test("an assistant's words, reasoning, refusal and calls; the results that follow are one message", () => {
		const call = (id: string) => ({ id, type: "function", function: { name: "weather", arguments: `{"id":"${id}"}` } });

		const messages = messagesOf(
			user,
			{ role: "assistant", content: "Let me see", reasoning_content: "Hm", refusal: "No", tool_calls: [call("a"), call("b")] },
			{ role: "tool", tool_call_id: "a", content: "sun" },
			{ role: "tool", tool_call_id: "b", content: [{ type: "text", text: "rain" }] },
			user,
			{ role: "tool", tool_call_id: "c", content: "" },
		);

		expect(messages.slice(1)).toEqual([
			{
				role: "assistant",
				content: [
					{ type: "reasoning", text: "Hm" },
					{ type: "text", text: "Let me see" },
					{ type: "refusal", text: "No" },
					{ type: "tool-call", id: "a", name: "weather", arguments: '{"id":"a"}' },
					{ type: "tool-call", id: "b", name: "weather", arguments: '{"id":"b"}' },
				],
			},
			{
				role: "tool",
				content: [
					{ type: "tool-result", callId: "a", content: [{ type: "text", text: "sun" }], isError: false },
					{ type: "tool-result", callId: "b", content: [{ type: "text", text: "rain" }], isError: false },
				],
			},
			{ role: "user", content: [{ type: "text", text: "Hi" }] },
			{ role: "tool", content: [{ type: "tool-result", callId: "c", content: [], isError: false }] },
		]);
	});

	test("the older function call and its result find each other", () => {
		const messages = messagesOf(
			user,
			{ role: "assistant", content: null, function_call: { name: "weather", arguments: "{}" } },
			{ role: "function", name: "weather", content: "sun" },
		);

		expect(messages.slice(1)).toEqual([
			{ role: "assistant", content: [{ type: "tool-call", id: "call_function_1", name: "weather", arguments: "{}" }] },
			{
				role: "tool",
				content: [
					{ type: "tool-result", callId: "call_function_1", name: "weather", content: [{ type: "text", text: "sun" }], isError: false },
				],
			},
		]);
	});
});

describe("tools", () => {
	const parameters = { type: "object", properties: { city: { type: "string" } } };

	test("functions, new and old", () => {
		const tools = [{ type: "function", function: { name: "weather", description: "Tells it", parameters, strict: true } }];

		expect(parse({ tools }).tools).toEqual([{ name: "weather", description: "Tells it", parameters, strict: true }]);
		expect(parse({ functions: [{ name: "weather", parameters }] }).tools).toEqual([{ name: "weather", parameters }]);
	});

	test.each([
		[{ tool_choice: "auto" }, { type: "auto" }],
		[{ tool_choice: "none" }, { type: "none" }],
		[{ tool_choice: "required" }, { type: "required" }],
		[{ tool_choice: { type: "function", function: { name: "f" } } }, { type: "tool", name: "f" }],
		[
			{
				tool_choice: { type: "allowed_tools", allowed_tools: { mode: "required", tools: [{ type: "function", function: { name: "f" } }] } },
			},
			{ type: "allowed", names: ["f"], required: true },
		],
		[{ function_call: "none" }, { type: "none" }],
		[{ function_call: { name: "f" } }, { type: "tool", name: "f" }],
	])("choice %j", (fields, choice) => {
		expect(parse(fields).toolChoice).toEqual(choice);
	});
});

describe("what the hub has no word for", () => {
	test("is named and passes", () => {
		const request = parse({
			logit_bias: { "50256": -100 },
			metadata: { a: "b" },
			service_tier: "flex",
			modalities: ["text"],
			tomorrow: true,
			reasoning_effort: "ultra",
			response_format: { type: "grammar", grammar: "x" },
			tool_choice: { type: "custom", custom: { name: "x" } },
			tools: [{ type: "custom", custom: { name: "x" } }],
			messages: [
				{ role: "system", content: [{ type: "image_url", image_url: { url: "https://example.com" } }] },
				{
					role: "user",
					content: [
						{ type: "text", text: "a" },
						{ type: "video_url", video_url: { url: "x" } },
					],
				},
				{ role: "assistant", content: "b", tool_calls: [{ id: "c", type: "custom", custom: { name: "x", input: "y" } }] },
			],
		});

		expect(request.otherFields).toEqual([
			"logit_bias",
			"metadata",
			"service_tier",
			"tomorrow",
			"tool_choice",
			"response_format",
			"reasoning_effort",
			"tools[0]",
			"messages[0].content[0]",
			"messages[1].content[1]",
			"messages[2].tool_calls[0]",
		]);
		expect(request.reasoning).toBeUndefined();
		expect(request.toolChoice).toBeUndefined();
	});

	test("sound as output is not the usual", () => {
		expect(parse({ modalities: ["text", "audio"], audio: { voice: "alloy", format: "mp3" } }).otherFields).toEqual(["modalities", "audio"]);
	});
});

test.each<[Json, string, RegExp]>([
	[5, "", /body/],
	[null, "", /body/],
	[[], "", /body/],
	[{ messages: [user] }, "model", /Missing required parameter: 'model'/],
	[{ model: "", messages: [user] }, "model", /'model'/],
	[{ model: "m" }, "messages", /Missing/],
	[{ model: "m", messages: [] }, "messages", /'messages'/],
	[{ model: "m", messages: ["x"] }, "messages[0]", /expected object/],
	[{ model: "m", messages: [user, { role: "robot", content: "x" }] }, "messages[1].role", /'system'/],
	[{ model: "m", messages: [{ role: "user" }] }, "messages[0].content", /Missing/],
	[{ model: "m", messages: [{ role: "user", content: 5 }] }, "messages[0].content", /expected string, received number/],
	[
		{ model: "m", messages: [user, { role: "user", content: [{ type: "image_url", image_url: { url: 4 } }] }] },
		"messages[1].content[0].image_url.url",
		/expected string/,
	],
	[{ model: "m", messages: [{ role: "user", content: [{ type: "text" }] }] }, "messages[0].content[0].text", /Missing/],
	[{ model: "m", messages: [{ role: "user", content: [{ text: "x" }] }] }, "messages[0].content[0].type", /type/],
	[
		{ model: "m", messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png,abc" } }] }] },
		"messages[0].content[0].image_url.url",
		/base64/,
	],
	[
		{ model: "m", messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "data:;base64,abc" } }] }] },
		"messages[0].content[0].image_url.url",
		/media type/,
	],
	[
		{ model: "m", messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "cat.png" } }] }] },
		"messages[0].content[0].image_url.url",
		/URL/,
	],
	[
		{ model: "m", messages: [{ role: "user", content: [{ type: "file", file: {} }] }] },
		"messages[0].content[0].file",
		/file_data or file_id/,
	],
	[{ model: "m", messages: [{ role: "tool", content: "x" }] }, "messages[0].tool_call_id", /Missing/],
	[
		{ model: "m", messages: [{ role: "assistant", tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: {} } }] }] },
		"messages[0].tool_calls[0].function.arguments",
		/expected string/,
	],
	[{ model: "m", messages: [user], temperature: "hot" }, "temperature", /expected number, received string/],
	[{ model: "m", messages: [user], stream: "yes" }, "stream", /expected boolean/],
	[{ model: "m", messages: [user], max_tokens: 1.5 }, "max_tokens", /int/],
	[{ model: "m", messages: [user], n: 0 }, "n", />=1/],
	[{ model: "m", messages: [user], stop: [1] }, "stop[0]", /expected string/],
	[{ model: "m", messages: [user], tools: [{ type: "function" }] }, "tools[0].function", /Missing/],
	[
		{ model: "m", messages: [user], tools: [{ type: "function", function: { name: "f", parameters: [] } }] },
		"tools[0].function.parameters",
		/expected an object/,
	],
	[{ model: "m", messages: [user], tool_choice: "perhaps" }, "tool_choice", /"auto"/],
	[{ model: "m", messages: [user], tool_choice: { type: "function" } }, "tool_choice.function", /Missing/],
])("%j is refused at %s", (body, param, message) => {
	const attempt = () => parseRequest(body);

	expect(attempt).toThrow(InvalidRequest);
	expect(attempt).toThrow(expect.objectContaining({ param, code: "invalid_request", message: expect.stringMatching(message) }));
});
