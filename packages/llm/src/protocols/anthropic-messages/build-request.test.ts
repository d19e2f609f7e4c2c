import { describe, expect, it } from "vitest";
import { check } from "../../../../../test/support/vendor-rules/anthropic.ts";
import type { AssistantPart, ChatRequest, Message, Tool, UserPart } from "../../chat/request.ts";
import { InvalidRequest, type ModelFacts } from "../protocol.ts";
import { buildRequest } from "./build-request.ts";

const hello: Message = { role: "user", content: [{ type: "text", text: "Hello" }] };
const weather: Tool = {
	name: "get_weather",
	description: "Weather",
	parameters: { type: "object", properties: { city: { type: "string" } } },
};
const search: Tool = { name: "search" };

function build(fields: Partial<ChatRequest>, model: Partial<ModelFacts> = {}) {
	const request: ChatRequest = {
		model: "any",
		messages: [hello],
		stream: false,
		streamUsage: false,
		tools: [],
		stopSequences: [],
		otherFields: [],
		...fields,
	};
	const built = buildRequest(request, { id: "claude-x", ...model });
	expect(check(built.body, model.sampling === false ? { sampling: false } : {})).toEqual([]);
	return built;
}

function refusal(fields: Partial<ChatRequest>): InvalidRequest {
	try {
		build(fields);
	} catch (error) {
		if (error instanceof InvalidRequest) return error;
		throw error;
	}
	throw new Error("was not refused");
}

const userSays = (...content: UserPart[]): Partial<ChatRequest> => ({ messages: [{ role: "user", content }] });
const png = { kind: "base64", mediaType: "image/png", data: "aGVsbG8=" } as const;

describe("limits and sampling", () => {
	it("says max_tokens always: the client's, the model's, or a usual one", () => {
		expect(build({}).body.max_tokens).toBe(32_000);
		expect(build({}, { maxOutputTokens: 64_000 }).body.max_tokens).toBe(64_000);
		expect(build({ maxOutputTokens: 10 }, { maxOutputTokens: 64_000 }).body.max_tokens).toBe(10);
		expect(build({ maxOutputTokens: 99_999 }, { maxOutputTokens: 64_000 })).toMatchObject({
			body: { max_tokens: 64_000 },
			warnings: ["changed: max_tokens lowered to 64000"],
		});
	});

	it("clamps temperature and drops what the model does not take", () => {
		expect(build({ temperature: 1.7, topK: 5 })).toMatchObject({
			body: { temperature: 1, top_k: 5 },
			warnings: ["changed: temperature lowered to 1"],
		});
		expect(build({ temperature: 0.5, topP: 0.9 })).toMatchObject({ body: { temperature: 0.5 }, warnings: ["dropped: top_p"] });
		expect(build({ topP: 0.9 }).body).toMatchObject({ top_p: 0.9 });
		const { body, warnings } = build({ temperature: 0.2, topP: 0.9, topK: 3 }, { sampling: false });
		expect(Object.keys(body)).toEqual(["model", "max_tokens", "messages"]);
		expect(warnings).toEqual(["dropped: temperature", "dropped: top_p", "dropped: top_k"]);
	});

	it("keeps stop sequences that hold more than white space", () => {
		expect(build({ stopSequences: ["END", "\n\n"] })).toMatchObject({
			body: { stop_sequences: ["END"] },
			warnings: ["dropped: stop sequences of white space"],
		});
	});

	it("warns of what is lost without harm and refuses what changes the meaning", () => {
		expect(build({ seed: 1, presencePenalty: 0, frequencyPenalty: 1, cacheKey: "k", otherFields: ["logit_bias"] }).warnings).toEqual([
			"dropped: seed",
			"dropped: frequency_penalty",
			"dropped: prompt_cache_key",
			"dropped: logit_bias",
		]);
		expect(build({ candidates: 1 }).warnings).toEqual([]);
		expect(refusal({ candidates: 2 })).toMatchObject({ param: "n", code: "unsupported_parameter" });
		expect(refusal({ logprobs: {} })).toMatchObject({ param: "logprobs", code: "unsupported_parameter" });
		expect(refusal({ otherFields: ["audio"] })).toMatchObject({ param: "audio", code: "unsupported_parameter" });
	});

	it("passes an opaque user on, but nothing personal", () => {
		expect(build({ userId: "user_1:a" }).body.metadata).toEqual({ user_id: "user_1:a" });
		expect(build({ userId: "me@example.test" })).toMatchObject({ warnings: ["dropped: user"] });
		expect(build({ userId: "+1 555 1234" }).body).not.toHaveProperty("metadata");
	});
});

describe("messages", () => {
	it("makes system blocks in their order and says stream only when it is wanted", () => {
		const { body } = build({
			stream: true,
			messages: [
				{ role: "system", content: [{ type: "text", text: "a" }] },
				{ role: "system", content: [{ type: "text", text: "b" }] },
				hello,
			],
		});

		expect(body).toEqual({
			model: "claude-x",
			max_tokens: 32_000,
			system: [
				{ type: "text", text: "a" },
				{ type: "text", text: "b" },
			],
			messages: [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
			stream: true,
		});
	});

	it("puts tool results first, with their images, under ids that Anthropic takes", () => {
		const calls: AssistantPart[] = [
			{ type: "tool-call", id: "call.1", name: "get_weather", arguments: '{"city":"Oslo"}' },
			{ type: "tool-call", id: "call.2", name: "ns.tool", arguments: '{"broken' },
		];
		const { body, warnings } = build({
			tools: [weather],
			messages: [
				hello,
				{ role: "assistant", content: [{ type: "text", text: "Let me look" }, ...calls] },
				{
					role: "tool",
					content: [
						{ type: "tool-result", callId: "call.1", content: [{ type: "image", source: png }], isError: false },
						{ type: "tool-result", callId: "call.2", content: [{ type: "text", text: "" }], isError: true },
					],
				},
				hello,
			],
		});

		expect(body.messages).toEqual([
			{ role: "user", content: [{ type: "text", text: "Hello" }] },
			{
				role: "assistant",
				content: [
					{ type: "text", text: "Let me look" },
					{ type: "tool_use", id: "call_1", name: "get_weather", input: { city: "Oslo" } },
					{ type: "tool_use", id: "call_2", name: "ns_tool", input: { _raw: '{"broken' } },
				],
			},
			{
				role: "user",
				content: [
					{
						type: "tool_result",
						tool_use_id: "call_1",
						content: [{ type: "image", source: { type: "base64", media_type: "image/png", data: "aGVsbG8=" } }],
					},
					{ type: "tool_result", tool_use_id: "call_2", is_error: true },
					{ type: "text", text: "Hello" },
				],
			},
		]);
		expect(warnings).toEqual(["changed: tool arguments that are no JSON object were wrapped"]);
	});

	it("sends Anthropic's own thinking back unmodified and drops all other", () => {
		const origin = { provider: "anthropic" };
		const { body, warnings } = build({
			messages: [
				hello,
				{
					role: "assistant",
					content: [
						{ type: "reasoning", text: "", signature: "sig", origin },
						{ type: "reasoning", text: "", encrypted: "data", origin },
						{ type: "reasoning", text: "foreign", signature: "x", origin: { provider: "openai" } },
						{ type: "reasoning", text: "unsigned", origin },
						{ type: "text", text: "Hi" },
					],
				},
				hello,
			],
		});

		expect(body.messages).toMatchObject([
			{},
			{
				content: [
					{ type: "thinking", thinking: "", signature: "sig" },
					{ type: "redacted_thinking", data: "data" },
					{ type: "text", text: "Hi" },
				],
			},
			{},
		]);
		expect(warnings).toEqual(["dropped: reasoning that was not made by this provider"]);
	});

	it("passes media on in the form they came", () => {
		const content = [
			{ type: "image", source: { ...png, mediaType: "image/jpg" } },
			{ type: "image", source: { kind: "url", url: "https://example.test/a.png" } },
			{ type: "file", source: { ...png, mediaType: "application/pdf" }, filename: "a.pdf" },
			{ type: "file", source: { kind: "url", url: "https://example.test/a.pdf" } },
			{ type: "file", source: { ...png, mediaType: "text/csv; charset=utf-8" } },
			{ type: "file", source: png },
		] satisfies UserPart[];

		expect(build(userSays(...content)).body.messages).toEqual([
			{
				role: "user",
				content: [
					{ type: "image", source: { type: "base64", media_type: "image/jpeg", data: "aGVsbG8=" } },
					{ type: "image", source: { type: "url", url: "https://example.test/a.png" } },
					{ type: "document", source: { type: "base64", media_type: "application/pdf", data: "aGVsbG8=" }, title: "a.pdf" },
					{ type: "document", source: { type: "url", url: "https://example.test/a.pdf" } },
					{ type: "document", source: { type: "text", media_type: "text/plain", data: "hello" } },
					{ type: "image", source: { type: "base64", media_type: "image/png", data: "aGVsbG8=" } },
				],
			},
		]);
	});

	it.each([
		[{ type: "audio", source: { ...png, mediaType: "audio/wav" } }, "Claude takes no audio input"],
		[{ type: "image", source: { ...png, mediaType: "image/tiff" } }, "Claude does not take image/tiff here"],
		[{ type: "file", source: { ...png, mediaType: "application/zip" } }, "Claude does not take application/zip here"],
		[{ type: "file", source: { kind: "id", id: "file_1" } }, /^A file id means nothing/],
		[{ type: "image", source: { kind: "url", url: "file:///etc/passwd" } }, /^Only http and https/],
	] satisfies [UserPart, string | RegExp][])("refuses %o by its place", (part, message) => {
		const text = { type: "text", text: "look" } as const;
		const error = refusal({ messages: [hello, { role: "user", content: [text, { ...part, path: "contents[1].parts[1]" }] }] });

		expect(error).toMatchObject({ param: "contents[1].parts[1]", code: "unsupported_parameter" });
		expect(error.message).toMatch(message);
	});

	it("refuses what a tool's result holds by its place too", () => {
		const file = { type: "file", source: { kind: "id", id: "f" }, path: "input[2].output[0]" } as const;
		const error = refusal({
			messages: [{ role: "tool", content: [{ type: "tool-result", callId: "2", content: [file], isError: false }] }],
		});

		expect(error.param).toBe("input[2].output[0]");
	});
});

describe("tools", () => {
	it.each([
		[{ toolChoice: { type: "auto" } }, { type: "auto" }],
		[{ toolChoice: { type: "none" }, parallelToolCalls: false }, { type: "none" }],
		[{ toolChoice: { type: "required" } }, { type: "any" }],
		[
			{ toolChoice: { type: "tool", name: "search" }, parallelToolCalls: false },
			{ type: "tool", name: "search", disable_parallel_tool_use: true },
		],
		[{ parallelToolCalls: false }, { type: "auto", disable_parallel_tool_use: true }],
		[{ parallelToolCalls: true }, undefined],
	] satisfies [Partial<ChatRequest>, unknown][])("%o", (fields, choice) => {
		expect(build({ tools: [weather, search], ...fields }).body.tool_choice).toEqual(choice);
	});

	it("offers only the allowed ones", () => {
		const { body } = build({ tools: [weather, search], toolChoice: { type: "allowed", names: ["search"], required: true } });

		expect(body.tools).toEqual([{ name: "search", input_schema: { type: "object", properties: {} } }]);
		expect(body.tool_choice).toEqual({ type: "any" });
	});

	it("defines the tools of the history when the request has none, without offering them", () => {
		const call: AssistantPart = { type: "tool-call", id: "1", name: "old.tool", arguments: "{}" };
		const { body } = build({
			toolChoice: { type: "auto" },
			messages: [
				hello,
				{ role: "assistant", content: [call] },
				{ role: "tool", content: [{ type: "tool-result", callId: "1", content: [], isError: false }] },
			],
		});

		expect(body).toMatchObject({ tools: [{ name: "old_tool", input_schema: { type: "object" } }], tool_choice: { type: "none" } });
	});

	it("refuses a name that would come back changed, twice the same, and a choice of no tool", () => {
		expect(refusal({ tools: [{ name: "a.b", path: "tools[0].name" }] }).param).toBe("tools[0].name");
		expect(refusal({ tools: [search, { ...search, path: "tools[1].name" }] }).param).toBe("tools[1].name");
		expect(refusal({ tools: [search], toolChoice: { type: "tool", name: "other" } }).param).toBe("tool_choice");
	});

	it("keeps strict where the model has structured outputs", () => {
		const strict: Tool = { ...weather, strict: true };

		expect(build({ tools: [strict] }, { structuredOutput: true }).body.tools).toMatchObject([
			{ strict: true, input_schema: { additionalProperties: false } },
		]);
		expect(build({ tools: [strict] }).warnings).toEqual(["dropped: tools.strict"]);
	});

	it("drops a choice without tools", () => {
		const { body, warnings } = build({ toolChoice: { type: "required" } });

		expect(body).not.toHaveProperty("tool_choice");
		expect(warnings).toEqual(["dropped: tool_choice"]);
	});
});

describe("response format", () => {
	const schema = { type: "object", properties: { n: { type: "integer", minimum: 1 } }, required: ["n"] };

	it("is a structured output where the model may have it", () => {
		const { body, warnings } = build({ responseFormat: { type: "json-schema", name: "x", schema } });

		expect(body.output_config).toEqual({
			format: {
				type: "json_schema",
				schema: {
					type: "object",
					properties: { n: { type: "integer", description: '{"minimum":1}' } },
					required: ["n"],
					additionalProperties: false,
				},
			},
		});
		expect(warnings).toEqual([]);
	});

	it.each([
		[{ type: "json" }, {}],
		[{ type: "json-schema", name: "x", schema }, { structuredOutput: false }],
		[{ type: "json-schema", name: "x", schema: { type: "object" } }, { structuredOutput: true }],
	] satisfies [ChatRequest["responseFormat"], Partial<ModelFacts>][])("%o is asked for in words, %o", (responseFormat, model) => {
		const { body, warnings } = build({ responseFormat }, model);

		expect(body.output_config).toBeUndefined();
		expect(JSON.stringify(body.system)).toContain("JSON");
		expect(warnings).toEqual(["changed: response_format is asked for in words"]);
	});
});

describe("reasoning", () => {
	const effort = (value: NonNullable<ChatRequest["reasoning"]>["effort"]) => ({ reasoning: value === undefined ? {} : { effort: value } });

	it.each([
		["none", undefined, "low"],
		["minimal", { type: "adaptive" }, "low"],
		["xhigh", { type: "adaptive" }, "xhigh"],
		["max", { type: "adaptive" }, "max"],
	] as const)("effort %s of an adaptive model", (value, thinking, said) => {
		const { body } = build(effort(value), { reasoning: "effort" });

		expect(body.thinking).toEqual(thinking);
		expect(body.output_config).toEqual({ effort: said });
	});

	it("shows thoughts when the client wants them and turns a budget into the nearest effort", () => {
		const { body } = build({ reasoning: { budgetTokens: 5000, includeText: true } }, { reasoning: "effort" });

		expect(body).toMatchObject({ thinking: { type: "adaptive", display: "summarized" }, output_config: { effort: "high" } });
	});

	it.each([
		["low", 1024],
		["medium", 2048],
		["high", 4096],
		["max", 16_384],
	] as const)("effort %s of a model with budgets is %i tokens", (value, budget) => {
		expect(build(effort(value), { reasoning: "budget" }).body.thinking).toEqual({ type: "enabled", budget_tokens: budget });
	});

	it("keeps the budget below max_tokens, and drops thinking that cannot be", () => {
		expect(build({ ...effort("max"), maxOutputTokens: 4000 }, { reasoning: "budget" }).body.thinking).toMatchObject({
			budget_tokens: 2000,
		});
		expect(build({ ...effort("max"), maxOutputTokens: 1000 }, { reasoning: "budget" })).toMatchObject({
			warnings: ["dropped: thinking, because max_tokens is too small for it"],
		});
		const forced = { tools: [search], toolChoice: { type: "required" } } as const;
		expect(build({ ...effort("high"), ...forced }, { reasoning: "budget" }).body).not.toHaveProperty("thinking");
		expect(build({ ...effort("high"), ...forced }, { reasoning: "effort" }).body).toMatchObject({ output_config: { effort: "high" } });
	});

	it("does not begin to think with a budget in the middle of a turn", () => {
		const messages: Message[] = [
			hello,
			{ role: "assistant", content: [{ type: "tool-call", id: "1", name: "search", arguments: "{}" }] },
			{ role: "tool", content: [{ type: "tool-result", callId: "1", content: [], isError: false }] },
		];

		expect(build({ ...effort("high"), messages, tools: [search] }, { reasoning: "budget" })).toMatchObject({
			warnings: ["dropped: thinking, because this turn began without it"],
		});
		expect(build({ ...effort("high"), messages, tools: [search] }, { reasoning: "effort" }).body).toHaveProperty("thinking");
	});

	it("leaves sampling alone while thinking", () => {
		expect(build({ ...effort("high"), temperature: 0.2 }, { reasoning: "budget" })).toMatchObject({ warnings: ["dropped: temperature"] });
	});

	it("warns where the model cannot", () => {
		expect(build(effort("high"))).toMatchObject({ warnings: ["dropped: reasoning_effort"] });
		expect(build(effort("none"), { reasoning: "none" }).warnings).toEqual([]);
	});
});
