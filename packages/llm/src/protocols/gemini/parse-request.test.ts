import { describe, expect, test } from "vitest";
import { withoutPlaces } from "../../../../../test/support/without-places.ts";
import type { JsonObject } from "../../chat/request.ts";
import { InvalidRequest } from "../protocol.ts";
import { wrapSignature } from "../wrapped-signature.ts";
import { geminiClient } from "./index.ts";

const hi = { role: "user", parts: [{ text: "hi" }] };
const parse = (fields: JsonObject, address = { model: "models/gemini/x", stream: true }) =>
	withoutPlaces(geminiClient.parseRequest({ contents: [hi], ...fields } as JsonObject, address));
const origin = { provider: "anthropic", model: "claude", account: "abc" };

describe("contents", () => {
	test("model and stream are told by the address", () => {
		expect(parse({})).toMatchObject({ model: "gemini/x", stream: true, streamUsage: true, tools: [], stopSequences: [], otherFields: [] });
		expect(() => geminiClient.parseRequest({ contents: [hi] })).toThrow(InvalidRequest);
	});

	test("names in snake_case are read too, and those of arguments stay", () => {
		const request = parse({
			system_instruction: { parts: [{ text: "Be brief." }] },
			contents: [
				hi,
				{ role: "model", parts: [{ function_call: { name: "f", args: { some_name: { inner_name: 1 } } }, thought_signature: "c2ln" }] },
				{ role: "user", parts: [{ function_response: { name: "f", response: { output: "ok" } } }] },
				{ parts: [{ inline_data: { mime_type: "image/png", data: "AAAA" } }] },
			],
			generation_config: { max_output_tokens: 5, thinking_config: { thinking_budget: 0 } },
			tool_config: { function_calling_config: { mode: "any" } },
		});

		expect(request).toMatchObject({
			maxOutputTokens: 5,
			reasoning: { budgetTokens: 0 },
			toolChoice: { type: "required" },
			otherFields: [],
		});
		expect(request.messages).toEqual([
			{ role: "system", content: [{ type: "text", text: "Be brief." }] },
			{ role: "user", content: [{ type: "text", text: "hi" }] },
			{
				role: "assistant",
				content: [
					{
						type: "tool-call",
						id: "call_0",
						name: "f",
						arguments: '{"some_name":{"inner_name":1}}',
						signature: "c2ln",
						origin: { provider: "gemini" },
					},
				],
			},
			{
				role: "tool",
				content: [{ type: "tool-result", callId: "call_0", name: "f", content: [{ type: "text", text: "ok" }], isError: false }],
			},
			{ role: "user", content: [{ type: "image", source: { kind: "base64", mediaType: "image/png", data: "AAAA" } }] },
		]);
	});

	test("responses without ids find their calls by name, in order", () => {
		const call = (name: string, id?: string) => ({ functionCall: { name, ...(id && { id }) } });
		const response = (name: string, answer: JsonObject, id?: string) => ({
			functionResponse: { name, response: answer, ...(id && { id }) },
		});

		const { messages } = parse({
			contents: [
				hi,
				{ role: "model", parts: [call("f"), call("g"), call("f"), call("h", "own")] },
				{
					role: "function",
					parts: [
						response("g", { error: "broken" }),
						response("f", { result: 1, more: 2 }),
						response("h", {}, "own"),
						response("f", { result: "last" }),
					],
				},
			],
		});

		const results = messages.flatMap((message) => (message.role === "tool" ? message.content : []));
		expect(results.map(({ callId, isError, content }) => [callId, isError, content[0]])).toEqual([
			["call_1", true, { type: "text", text: "broken" }],
			["call_0", false, { type: "text", text: '{"result":1,"more":2}' }],
			["own", false, undefined],
			["call_2", false, { type: "text", text: "last" }],
		]);
	});

	test("a streamed answer in a history becomes one message, its pieces one text and one thought under one proof", () => {
		const { messages } = parse({
			contents: [
				hi,
				{ role: "model", parts: [{ text: "Let", thought: true }] },
				{ role: "model", parts: [{ text: " me", thought: true }] },
				{ role: "model", parts: [{ text: "", thought: true, thoughtSignature: wrapSignature({ signature: "s" }, origin) }] },
				{ role: "model", parts: [{ text: "He" }] },
				{ role: "model", parts: [{ text: "llo", thoughtSignature: "b3du" }, { text: "" }] },
			],
		});

		expect(messages.at(-1)).toEqual({
			role: "assistant",
			content: [
				{ type: "reasoning", text: "Let me", signature: "s", origin },
				{ type: "text", text: "Hello" },
				{ type: "reasoning", text: "", signature: "b3du", origin: { provider: "gemini" } },
			],
		});
	});

	test.each<[JsonObject, object]>([
		[
			{ fileData: { fileUri: "gs://a/b.png", mimeType: "image/png" } },
			{ type: "image", source: { kind: "url", url: "gs://a/b.png", mediaType: "image/png" } },
		],
		[{ fileData: { fileUri: "https://youtu.be/x" } }, { type: "file", source: { kind: "url", url: "https://youtu.be/x" } }],
		[
			{ inlineData: { mimeType: "application/pdf", data: "AAAA", displayName: "a.pdf" } },
			{ type: "file", source: { kind: "base64", mediaType: "application/pdf", data: "AAAA" }, filename: "a.pdf" },
		],
		[
			{ inlineData: { mimeType: "audio/wav", data: "AAAA" } },
			{ type: "audio", source: { kind: "base64", mediaType: "audio/wav", data: "AAAA" } },
		],
	])("%j", (part, expected) => {
		expect(parse({ contents: [{ parts: [part] }] }).messages).toEqual([{ role: "user", content: [expected] }]);
	});
});

describe("settings", () => {
	test.each<[JsonObject, object]>([
		[
			{ temperature: 0, topP: 0.5, topK: 3, seed: 7, candidateCount: 2 },
			{ temperature: 0, topP: 0.5, topK: 3, seed: 7, candidates: 2 },
		],
		[
			{ stopSequences: ["END"], presencePenalty: 1, frequencyPenalty: -1 },
			{ stopSequences: ["END"], presencePenalty: 1, frequencyPenalty: -1 },
		],
		[{ responseLogprobs: true, logprobs: 3 }, { logprobs: { top: 3 } }],
		[{ responseMimeType: "application/json" }, { responseFormat: { type: "json" } }],
		[
			{ responseMimeType: "application/json", responseJsonSchema: { type: "object" } },
			{ responseFormat: { type: "json-schema", name: "output", schema: { type: "object" } } },
		],
		[{ thinkingConfig: { thinkingLevel: "HIGH", includeThoughts: true } }, { reasoning: { effort: "high", includeText: true } }],
		[{ responseModalities: ["AUDIO"] }, { otherFields: ["audio"] }],
		[
			{ responseModalities: ["TEXT", "IMAGE"], mediaResolution: "LOW" },
			{ otherFields: ["generationConfig.mediaResolution", "generationConfig.responseModalities"] },
		],
	])("%j", (generationConfig, expected) => {
		expect(parse({ generationConfig })).toMatchObject(expected);
	});

	test.each<[JsonObject, object]>([
		[{ mode: "AUTO" }, { type: "auto" }],
		[{ mode: "NONE" }, { type: "none" }],
		[
			{ mode: "ANY", allowedFunctionNames: ["f"] },
			{ type: "tool", name: "f" },
		],
		[
			{ mode: "ANY", allowedFunctionNames: ["f", "g"] },
			{ type: "allowed", names: ["f", "g"], required: true },
		],
		[
			{ mode: "VALIDATED", allowedFunctionNames: ["f"] },
			{ type: "allowed", names: ["f"], required: false },
		],
	])("%j", (functionCallingConfig, choice) => {
		expect(parse({ toolConfig: { functionCallingConfig } }).toolChoice).toEqual(choice);
	});

	test("a schema of Google's own kind becomes JSON Schema", () => {
		const parameters = {
			type: "OBJECT",
			property_ordering: ["a"],
			properties: {
				a: { type: "STRING", nullable: true, format: "enum", enum: ["x"] },
				type: { type: "ARRAY", items: { type: "INTEGER", format: "int32" }, minItems: "1" },
				c: { anyOf: [{ type: "NUMBER" }, { type: "TYPE_UNSPECIFIED", description: "any" }] },
			},
			required: ["a"],
		};

		const { tools } = parse({
			tools: [{ functionDeclarations: [{ name: "f", description: "d", parameters }] }, { functionDeclarations: [{ name: "g" }] }],
		});

		expect(tools).toEqual([
			{
				name: "f",
				description: "d",
				parameters: {
					type: "object",
					properties: {
						a: { type: ["string", "null"], enum: ["x", null] },
						type: { type: "array", items: { type: "integer" }, minItems: 1 },
						c: { anyOf: [{ type: "number" }, { description: "any" }] },
					},
					required: ["a"],
				},
			},
			{ name: "g" },
		]);
	});

	test("what the hub has no word for is named, and a cached prompt cannot be left out", () => {
		const request = parse({
			safetySettings: [],
			cachedContent: "cachedContents/1",
			tools: [{ googleSearch: {} }],
			contents: [{ parts: [{ videoMetadata: {} }, { text: "hi" }] }],
		});

		expect([...request.otherFields].sort()).toEqual(["cachedContent", "contents[0].parts[0]", "safetySettings", "tools[0].googleSearch"]);
		expect(request.untranslatable).toEqual(["cachedContent"]);
	});

	test.each<[JsonObject, string]>([
		[{ contents: [] }, "contents"],
		[{ contents: [{ role: "robot" }] }, "contents[0].role"],
		[{ contents: [{ parts: [{ inlineData: { mimeType: "image/png" } }] }] }, "contents[0].parts[0].inlineData.data"],
		[{ generationConfig: { maxOutputTokens: "many" } }, "generationConfig.maxOutputTokens"],
	])("%j is refused, naming %s", (fields, param) => {
		expect(() => parse(fields)).toThrow(expect.objectContaining({ param }) as InvalidRequest);
	});
});

test("a count may hold the request inside", () => {
	const request = geminiClient.parseRequest({ generateContentRequest: { model: "models/x", contents: [hi] } }, { model: "x" });

	expect(request.messages).toHaveLength(1);
});
