import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../../../../../test/support/runs.ts";
import type { ChatRequest, Json } from "../../chat/request.ts";
import { InvalidRequest } from "../protocol.ts";
import { buildRequest } from "./build-request.ts";
import { parseRequest } from "./parse-request.ts";

const request = (fields: Partial<ChatRequest>): ChatRequest => ({
	model: "asked",
	messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }],
	stream: false,
	streamUsage: false,
	tools: [],
	stopSequences: [],
	otherFields: [],
	...fields,
});
const build = (fields: Partial<ChatRequest>, facts: object = {}) => buildRequest(request(fields), { id: "gpt-5", ...facts });
const messagesOf = (...messages: ChatRequest["messages"]) => build({ messages }).body.messages;

test("the smallest request", () => {
	expect(build({})).toEqual({ body: { model: "gpt-5", messages: [{ role: "user", content: "Hi" }] }, warnings: [] });
});

test("usage is always asked for in a stream", () => {
	expect(build({ stream: true }).body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
});

test("results are text: errors say so, and images follow in a user message", () => {
	const image = { type: "image", source: { kind: "base64", mediaType: "image/png", data: "iVBO" } } as const;

	const messages = messagesOf({
		role: "tool",
		content: [
			{ type: "tool-result", callId: "a", content: [{ type: "text", text: "seen" }, image], isError: false },
			{ type: "tool-result", callId: "b", content: [{ type: "text", text: "no such city" }], isError: true },
			{ type: "tool-result", callId: "c", content: [], isError: true },
		],
	});

	expect(messages).toEqual([
		{
			role: "tool",
			tool_call_id: "a",
			content: [
				{ type: "text", text: "seen" },
				{ type: "text", text: expect.stringContaining("next user message") },
			],
		},
		{ role: "tool", tool_call_id: "b", content: "Error: no such city" },
		{ role: "tool", tool_call_id: "c", content: "Error: the tool failed" },
		{ role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,iVBO" } }] },
	]);
});

test("another maker's reasoning stays behind", () => {
	const { body, warnings } = build({
		messages: [
			{
				role: "assistant",
				content: [
					{ type: "reasoning", text: "Hm", signature: "sig" },
					{ type: "text", text: "Yes" },
				],
			},
			{ role: "user", content: [{ type: "text", text: "Why" }] },
		],
	});

	expect(body.messages).toEqual([
		{ role: "assistant", content: "Yes" },
		{ role: "user", content: "Why" },
	]);
	expect(warnings).toEqual(["dropped: earlier reasoning"]);
});

test("what the model or the format cannot do is dropped and told", () => {
	const facts = { sampling: false, reasoning: "none", structuredOutput: false };
	const wish: Partial<ChatRequest> = {
		temperature: 1,
		topP: 0.5,
		topK: 4,
		reasoning: { effort: "low" },
		responseFormat: { type: "json-schema", name: "a", schema: {} },
		otherFields: ["thinking"],
	};

	const { body, warnings } = build(wish, facts);

	expect(body).toEqual({ model: "gpt-5", messages: [{ role: "user", content: "Hi" }], response_format: { type: "json_object" } });
	expect(warnings.map((warning) => warning.replace("dropped: ", ""))).toEqual([
		"thinking",
		"top_k",
		"temperature",
		"top_p",
		"reasoning",
		"json_schema",
	]);
});

test("a budget of reasoning tokens becomes the nearest effort", () => {
	expect(build({ reasoning: { budgetTokens: 2000 } }).body.reasoning_effort).toBe("medium");
});

test("without tools there is no choice of tools", () => {
	expect(build({ toolChoice: { type: "required" }, parallelToolCalls: true }).body).not.toHaveProperty("tool_choice");
});

test.each([
	{ type: "image", source: { kind: "id", id: "file-1" } },
	{ type: "file", source: { kind: "url", url: "https://example.com/a.pdf" } },
	{ type: "audio", source: { kind: "url", url: "https://example.com/a.mp3" } },
] as const)("%j cannot be expressed", (part) => {
	expect(() => messagesOf({ role: "user", content: [part] })).toThrow(InvalidRequest);
});

/** Bodies as OpenAI documents them, each field in the one form that the builder writes. */
const text = fc.string({ minLength: 1 });
const texts = fc.oneof(text, fc.array(fc.record({ type: fc.constant("text"), text }), { minLength: 2, maxLength: 3 }));
const userPart = fc.oneof(
	fc.record({ type: fc.constant("text"), text }),
	fc.record({
		type: fc.constant("image_url"),
		image_url: fc.record(
			{ url: fc.constantFrom("https://example.com/a", "data:image/png;base64,iVBO"), detail: fc.constantFrom("low", "auto") },
			{ requiredKeys: ["url"] },
		),
	}),
	fc.constant({ type: "input_audio", input_audio: { data: "UklG", format: "mp3" } }),
	fc.constantFrom<Json>(
		{ type: "file", file: { file_id: "file-1" } },
		{ type: "file", file: { file_data: "data:application/pdf;base64,JVBE", filename: "a.pdf" } },
	),
);
const toolCalls = fc.array(
	fc.record({ id: text, type: fc.constant("function"), function: fc.record({ name: text, arguments: fc.oneof(text, fc.json()) }) }),
	{ minLength: 1, maxLength: 3 },
);
const message = fc.oneof(
	fc.record({ role: fc.constantFrom("system", "developer"), content: texts }),
	fc.record(
		{ role: fc.constant("user"), content: fc.oneof(text, fc.array(userPart, { minLength: 2, maxLength: 4 })), name: text },
		{ requiredKeys: ["role", "content"] },
	),
	fc.record(
		{ role: fc.constant("assistant"), content: texts, reasoning_content: text, refusal: text, name: text },
		{ requiredKeys: ["role", "content"] },
	),
	fc.record({ role: fc.constant("assistant"), content: fc.constant(null), tool_calls: toolCalls }),
	fc.record({ role: fc.constant("tool"), tool_call_id: text, content: texts }),
);
const schema = fc.constantFrom<Json>({ type: "object", properties: { a: { type: "string" } } }, {});
const definition = fc.record({ name: text, description: text, parameters: schema, strict: fc.boolean() }, { requiredKeys: ["name"] });
const named = text.map((name) => ({ type: "function", function: { name } }));
const body = fc.record(
	{
		model: text,
		messages: fc.array(message, { minLength: 1, maxLength: 6 }),
		stream: fc.constant(true),
		tools: fc.array(fc.record({ type: fc.constant("function"), function: definition }), { minLength: 1, maxLength: 3 }),
		tool_choice: fc.oneof(
			fc.constantFrom("auto", "none", "required"),
			named,
			fc
				.record({ mode: fc.constantFrom("auto", "required"), tools: fc.array(named) })
				.map((allowed_tools) => ({ type: "allowed_tools", allowed_tools })),
		),
		parallel_tool_calls: fc.boolean(),
		max_completion_tokens: fc.integer({ min: 1 }),
		temperature: fc.double({ noNaN: true, min: 0, max: 2 }),
		top_p: fc.double({ noNaN: true, min: 0, max: 1 }),
		seed: fc.integer(),
		presence_penalty: fc.double({ noNaN: true, min: -2, max: 2 }),
		frequency_penalty: fc.double({ noNaN: true, min: -2, max: 2 }),
		stop: fc.array(text, { minLength: 1, maxLength: 4 }),
		response_format: fc.oneof(
			fc.constant({ type: "json_object" }),
			fc.record({ name: text, schema, strict: fc.boolean() }).map((json_schema) => ({ type: "json_schema", json_schema })),
		),
		reasoning_effort: fc.constantFrom("none", "minimal", "low", "medium", "high", "xhigh", "max"),
		safety_identifier: text,
		prompt_cache_key: text,
	},
	{ requiredKeys: ["model", "messages", "tools"] },
);

test("parsed and built again, a request says the same", () => {
	fc.assert(
		fc.property(body, (written) => {
			const wire = JSON.parse(JSON.stringify(written));

			const { body: built, warnings } = buildRequest(parseRequest(wire), { id: written.model });

			expect(built).toEqual(written.stream ? { ...wire, stream_options: { include_usage: true } } : wire);
			expect(warnings).toEqual([]);
		}),
		{ numRuns: runs(300, 5_000) },
	);
});
