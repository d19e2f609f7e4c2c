import { describe, expect, it } from "vitest";
import { check } from "../../../../../test/support/vendor-rules/gemini.ts";
import type { AssistantPart, ChatRequest, Message, Tool, ToolResultPart, UserPart } from "../../chat/request.ts";
import { InvalidRequest, type ModelFacts } from "../protocol.ts";
import { buildRequest } from "./build-request.ts";

const sentinel = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";
const hello: Message = { role: "user", content: [{ type: "text", text: "Hello" }] };
const weather: Tool = {
	name: "get_weather",
	description: "Weather",
	parameters: { type: "object", properties: { city: { $ref: "#/x" } } },
};
const search: Tool = { name: "search" };

function build(fields: Partial<ChatRequest>, id = "gemini-3-pro", model: Partial<ModelFacts> = {}) {
	const request: ChatRequest = {
		model: "any",
		messages: [hello],
		stream: true,
		streamUsage: false,
		tools: [],
		stopSequences: [],
		otherFields: [],
		...fields,
	};
	const built = buildRequest(request, { id, ...model });
	expect(check(built.body, id)).toEqual([]);
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

const call = (id: string, name: string, signature?: string): AssistantPart => ({
	type: "tool-call",
	id,
	name,
	arguments: '{"city":"Oslo"}',
	...(signature !== undefined && { signature }),
});
const result = (callId: string, content: ToolResultPart["content"], isError = false): ToolResultPart => ({
	type: "tool-result",
	callId,
	content,
	isError,
});
const text = (value: string) => ({ type: "text", text: value }) as const;
const png = { kind: "base64", mediaType: "image/png", data: "aGVsbG8=" } as const;

describe("contents", () => {
	it("says the system apart and names neither model nor stream in the body", () => {
		expect(
			build({ messages: [{ role: "system", content: [text("Be brief")] }, hello, { role: "assistant", content: [text("Hi")] }, hello] })
				.body,
		).toEqual({
			contents: [
				{ role: "user", parts: [{ text: "Hello" }] },
				{ role: "model", parts: [{ text: "Hi" }] },
				{ role: "user", parts: [{ text: "Hello" }] },
			],
			systemInstruction: { parts: [{ text: "Be brief" }] },
		});
	});

	it("groups responses under the names of their calls and wraps them as objects", () => {
		const { body } = build({
			messages: [
				hello,
				{ role: "assistant", content: [call("1", "get_weather", "sig"), call("2", "search")] },
				{ role: "tool", content: [result("2", [text("broken")], true), result("1", [text("sunny"), text("18 °C")])] },
			],
		});

		expect(body.contents).toEqual([
			{ role: "user", parts: [{ text: "Hello" }] },
			{
				role: "model",
				parts: [
					{ functionCall: { id: "1", name: "get_weather", args: { city: "Oslo" } }, thoughtSignature: "sig" },
					{ functionCall: { id: "2", name: "search", args: { city: "Oslo" } } },
				],
			},
			{
				role: "user",
				parts: [
					{ functionResponse: { id: "1", name: "get_weather", response: { result: "sunny\n18 °C" } } },
					{ functionResponse: { id: "2", name: "search", response: { error: "broken" } } },
				],
			},
		]);
	});

	it("puts the sentinel on the first call of each step of the current turn, from Gemini 3 on", () => {
		const step = (id: string): Message[] => [
			{ role: "assistant", content: [call(id, "search"), call(`${id}b`, "search")] },
			{ role: "tool", content: [result(id, [text("x")]), result(`${id}b`, [text("x")])] },
		];
		const messages = [hello, ...step("1"), hello, ...step("2"), ...step("3")];
		const signatures = (id: string) => JSON.stringify(build({ messages }, id).body).split(sentinel).length - 1;

		expect(signatures("gemini-3-flash")).toBe(2);
		expect(signatures("gemini-2.5-pro")).toBe(0);
		expect(build({ messages }, "gemini-3-flash").body.contents).toMatchObject([
			{},
			{},
			{},
			{ parts: [{ functionCall: { id: "2" }, thoughtSignature: sentinel }, { functionCall: { id: "2b" } }] },
			{},
			{ parts: [{ functionCall: { id: "3" }, thoughtSignature: sentinel }, {}] },
			{},
		]);
	});

	it("sends thoughts back only to the model that signed them", () => {
		const origin = { provider: "gemini", model: "gemini-3-pro" };
		const content: AssistantPart[] = [
			{ type: "reasoning", text: "hm", signature: "s1", origin },
			{ type: "reasoning", text: "", signature: "s2", origin },
			{ type: "reasoning", text: "no", signature: "s3", origin: { provider: "gemini", model: "gemini-2.5-pro" } },
			{ type: "reasoning", text: "no", signature: "s4", origin: { provider: "anthropic" } },
			text("Hi"),
		];

		expect(build({ messages: [hello, { role: "assistant", content }, hello] })).toMatchObject({
			body: {
				contents: [
					{},
					{ parts: [{ text: "hm", thought: true, thoughtSignature: "s1" }, { text: "", thoughtSignature: "s2" }, { text: "Hi" }] },
					{},
				],
			},
			warnings: ["dropped: reasoning that was not made by this provider"],
		});
	});

	it("takes media inline, and by address only where Google reads it", () => {
		const youtube = "https://www.youtube.com/watch?v=x";
		const content: UserPart[] = [
			{ type: "image", source: png },
			{ type: "audio", source: { ...png, mediaType: "audio/wav" } },
			{ type: "file", source: { ...png, mediaType: "application/pdf" } },
			{ type: "file", source: { kind: "url", url: youtube, mediaType: "video/mp4" } },
		];

		expect(build({ messages: [{ role: "user", content }] }).body.contents).toEqual([
			{
				role: "user",
				parts: [
					{ inlineData: { mimeType: "image/png", data: "aGVsbG8=" } },
					{ inlineData: { mimeType: "audio/wav", data: "aGVsbG8=" } },
					{ inlineData: { mimeType: "application/pdf", data: "aGVsbG8=" } },
					{ fileData: { mimeType: "video/mp4", fileUri: youtube } },
				],
			},
		]);
		const path = "messages[0].content[3]";
		const image = { type: "image", source: { kind: "url", url: "https://example.test/a.png" }, path } as const;
		const byUrl = refusal({ messages: [{ role: "user", content: [image] }] });
		expect(byUrl).toMatchObject({ param: path, code: "unsupported_parameter" });
		expect(byUrl.message).toContain("inline");
	});

	it("puts an image of a result inside it from Gemini 3 on, beside it before", () => {
		const messages: Message[] = [
			hello,
			{ role: "assistant", content: [call("1", "search", "sig")] },
			{ role: "tool", content: [result("1", [{ type: "image", source: png }])] },
		];
		const media = { inlineData: { mimeType: "image/png", data: "aGVsbG8=" } };
		const response = { id: "1", name: "search", response: { result: "" } };

		expect(build({ messages }).body.contents).toMatchObject([{}, {}, { parts: [{ functionResponse: { ...response, parts: [media] } }] }]);
		expect(build({ messages }, "gemini-2.5-flash").body.contents).toMatchObject([
			{},
			{},
			{ parts: [{ functionResponse: response }, media] },
		]);
	});
});

describe("tools", () => {
	it("declares functions with the client's own JSON Schema", () => {
		expect(build({ tools: [weather, search] }).body.tools).toEqual([
			{
				functionDeclarations: [
					{ name: "get_weather", description: "Weather", parametersJsonSchema: weather.parameters },
					{ name: "search" },
				],
			},
		]);
	});

	it.each([
		[{ type: "auto" }, { mode: "AUTO" }],
		[{ type: "none" }, { mode: "NONE" }],
		[{ type: "required" }, { mode: "ANY" }],
		[
			{ type: "tool", name: "search" },
			{ mode: "ANY", allowedFunctionNames: ["search"] },
		],
		[
			{ type: "allowed", names: ["search"], required: true },
			{ mode: "ANY", allowedFunctionNames: ["search"] },
		],
		[{ type: "allowed", names: ["search"], required: false }, { mode: "AUTO" }],
	] satisfies [ChatRequest["toolChoice"], unknown][])("choice %o", (toolChoice, functionCallingConfig) => {
		expect(build({ tools: [weather, search], toolChoice }).body.toolConfig).toEqual({ functionCallingConfig });
	});

	it("warns of what it cannot promise and refuses names Gemini does not take", () => {
		expect(build({ tools: [{ ...search, strict: true }], parallelToolCalls: false }).warnings).toEqual([
			"dropped: parallel_tool_calls",
			"dropped: tools.strict",
		]);
		expect(build({ toolChoice: { type: "required" } })).toMatchObject({ warnings: ["dropped: tool_choice"] });
		expect(refusal({ tools: [{ name: "9lives", path: "tools[0].name" }] }).param).toBe("tools[0].name");
	});
});

describe("generationConfig", () => {
	const config = (fields: Partial<ChatRequest>, id?: string, model?: Partial<ModelFacts>) => build(fields, id, model).body.generationConfig;

	it("says sampling, limits and penalties under Google's names", () => {
		expect(
			config({
				temperature: 1.5,
				topP: 0.9,
				topK: 4,
				maxOutputTokens: 9,
				stopSequences: ["END"],
				seed: -5,
				presencePenalty: 1,
				frequencyPenalty: 0,
			}),
		).toEqual({ temperature: 1.5, topP: 0.9, topK: 4, maxOutputTokens: 9, stopSequences: ["END"], seed: -5, presencePenalty: 1 });
		expect(config({})).toBeUndefined();
	});

	it("keeps within Google's limits", () => {
		expect(build({ stopSequences: ["1", "2", "3", "4", "5", "6"], seed: 2 ** 40, maxOutputTokens: 100_000 })).toMatchObject({
			body: { generationConfig: { stopSequences: ["1", "2", "3", "4", "5"], maxOutputTokens: 65_536 } },
			warnings: ["changed: max_tokens lowered to 65536", "dropped: stop sequences after the first 5", "dropped: seed"],
		});
		expect(build({ temperature: 1 }, "gemini-3-pro", { sampling: false }).warnings).toEqual(["dropped: temperature"]);
	});

	it("asks for JSON by type and schema, or in words where tools are in the way", () => {
		const responseFormat = { type: "json-schema", name: "x", schema: { type: "object" } } as const;

		expect(config({ responseFormat, tools: [search] })).toEqual({
			responseMimeType: "application/json",
			responseJsonSchema: { type: "object" },
		});
		expect(config({ responseFormat: { type: "json" } }, "gemini-2.5-pro")).toEqual({ responseMimeType: "application/json" });
		const inWords = build({ responseFormat, tools: [search] }, "gemini-2.5-pro");
		expect(inWords.body).not.toHaveProperty("generationConfig");
		expect(JSON.stringify(inWords.body.systemInstruction)).toContain("JSON Schema");
		expect(inWords.warnings).toEqual(["changed: response_format is asked for in words"]);
	});

	it.each([
		["gemini-3-pro", { effort: "none" }, { includeThoughts: false, thinkingLevel: "LOW" }],
		["gemini-3-pro", { effort: "max", includeText: true }, { includeThoughts: true, thinkingLevel: "HIGH" }],
		["gemini-3-pro", { budgetTokens: 2000 }, { thinkingLevel: "MEDIUM" }],
		["gemini-2.5-flash", { effort: "none" }, { includeThoughts: false, thinkingBudget: 0 }],
		["gemini-2.5-pro", { effort: "none" }, { includeThoughts: false, thinkingBudget: 128 }],
		["gemini-2.5-flash", { budgetTokens: 99_999 }, { thinkingBudget: 24_576 }],
		["gemini-2.5-flash", { budgetTokens: -1 }, { thinkingBudget: -1 }],
		["gemini-2.5-flash", { includeText: true }, { includeThoughts: true }],
	] satisfies [string, ChatRequest["reasoning"], unknown][])("%s thinks %o", (id, reasoning, thinkingConfig) => {
		expect(config({ reasoning }, id)).toEqual({ thinkingConfig });
	});

	it("does not ask a model to think that cannot", () => {
		expect(build({ reasoning: { effort: "high" } }, "gemini-2.0-flash")).toMatchObject({ warnings: ["dropped: reasoning_effort"] });
		expect(config({ reasoning: { effort: "high" } }, "other", { reasoning: "level" })).toEqual({
			thinkingConfig: { thinkingLevel: "HIGH" },
		});
	});
});

it("refuses what Gemini cannot answer and warns of what it does not read", () => {
	expect(refusal({ candidates: 2 })).toMatchObject({ param: "n", code: "unsupported_parameter" });
	expect(refusal({ logprobs: { top: 2 } })).toMatchObject({ param: "logprobs" });
	expect(build({ userId: "u", cacheKey: "k", otherFields: ["store"] }).warnings).toEqual([
		"dropped: user",
		"dropped: prompt_cache_key",
		"dropped: store",
	]);
});
