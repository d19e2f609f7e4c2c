import { describe, expect, test } from "vitest";
import { withoutPlaces } from "../../../../../test/support/without-places.ts";
import type { JsonObject } from "../../chat/request.ts";
import { InvalidRequest } from "../protocol.ts";
import { wrapSignature } from "../wrapped-signature.ts";
import { anthropicMessagesClient } from "./index.ts";

const hi = { role: "user", content: "hi" };
const parse = (fields: JsonObject) =>
	withoutPlaces(anthropicMessagesClient.parseRequest({ model: "claude", max_tokens: 100, messages: [hi], ...fields } as JsonObject));
const parts = (role: string, content: JsonObject[]) => parse({ messages: [{ role, content }] }).messages;

describe("messages", () => {
	test("the system text comes first, block by block; system messages keep their places", () => {
		const request = parse({
			system: [
				{ type: "text", text: "One.", cache_control: { type: "ephemeral" } },
				{ type: "text", text: "Two." },
			],
			messages: [hi, { role: "system", content: "Late." }],
		});

		expect(request.messages).toEqual([
			{
				role: "system",
				content: [
					{ type: "text", text: "One." },
					{ type: "text", text: "Two." },
				],
			},
			{ role: "user", content: [{ type: "text", text: "hi" }] },
			{ role: "system", content: [{ type: "text", text: "Late." }] },
		]);
	});

	test.each([
		{ system: [{ type: "text", text: "a", cache_control: { type: "ephemeral" } }] },
		{ tools: [{ name: "a", input_schema: {}, cache_control: { type: "ephemeral" } }] },
		{ messages: [{ role: "user", content: [{ type: "text", text: "a", cache_control: { type: "ephemeral" } }] }] },
		{
			messages: [
				{ role: "user", content: [{ type: "tool_result", tool_use_id: "a", content: [{ type: "text", text: "a", cache_control: {} }] }] },
			],
		},
	])("where to cache is lost in a translation, and told once: %j", (fields) => {
		expect(parse(fields).otherFields).toEqual(["cache_control"]);
		expect(parse({}).otherFields).toEqual([]);
	});

	test("results of tools stand before what the user says with them", () => {
		const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } };

		const messages = parts("user", [
			{ type: "tool_result", tool_use_id: "a", content: "fine" },
			{ type: "text", text: "Next" },
			{ type: "tool_result", tool_use_id: "b", is_error: true, content: [{ type: "text", text: "broken" }, image] },
			{ type: "tool_result", tool_use_id: "c" },
		]);

		expect(messages).toEqual([
			{
				role: "tool",
				content: [
					{ type: "tool-result", callId: "a", isError: false, content: [{ type: "text", text: "fine" }] },
					{
						type: "tool-result",
						callId: "b",
						isError: true,
						content: [
							{ type: "text", text: "broken" },
							{ type: "image", source: { kind: "base64", mediaType: "image/png", data: "AAAA" } },
						],
					},
					{ type: "tool-result", callId: "c", isError: false, content: [] },
				],
			},
			{ role: "user", content: [{ type: "text", text: "Next" }] },
		]);
	});

	test.each([
		[
			{ type: "document", title: "a.pdf", source: { type: "base64", media_type: "application/pdf", data: "AAAA" } },
			{ type: "file", filename: "a.pdf", source: { kind: "base64", mediaType: "application/pdf", data: "AAAA" } },
		],
		[
			{ type: "document", source: { type: "url", url: "https://a.test/b.pdf" } },
			{ type: "file", source: { kind: "url", url: "https://a.test/b.pdf", mediaType: "application/pdf" } },
		],
		[
			{ type: "document", source: { type: "text", media_type: "text/plain", data: "Ünï" } },
			{ type: "file", source: { kind: "base64", mediaType: "text/plain", data: "w5xuw68=" } },
		],
		[
			{ type: "document", source: { type: "file", file_id: "file_1" } },
			{ type: "file", source: { kind: "id", id: "file_1" } },
		],
		[
			{ type: "document", source: { type: "content", content: [{ type: "text", text: "inner" }] } },
			{ type: "text", text: "inner" },
		],
		[
			{ type: "image", source: { type: "url", url: "https://a.test/b.png" } },
			{ type: "image", source: { kind: "url", url: "https://a.test/b.png" } },
		],
		[
			{ type: "search_result", title: "T", source: "https://a.test", content: [{ type: "text", text: "found" }] },
			{ type: "text", text: "T (https://a.test)\nfound" },
		],
	])("%j", (block, part) => {
		expect(parts("user", [block])).toEqual([{ role: "user", content: [part] }]);
	});

	test("Anthropic's own proofs are known as Anthropic's, wrapped ones as their maker's", () => {
		const origin = { provider: "openai", model: "gpt", account: "abc" };
		const messages = parts("assistant", [
			{ type: "thinking", thinking: "own", signature: "c2ln" },
			{ type: "redacted_thinking", data: "ZW5j" },
			{ type: "thinking", thinking: "theirs", signature: wrapSignature({ encrypted: "blob", id: "rs_1" }, origin) },
			{ type: "thinking", thinking: "nobody's", signature: wrapSignature({}, origin) },
			{ type: "thinking", thinking: "", signature: wrapSignature({ signature: "dGhvdWdodA==", ofCall: true }, origin) },
			{ type: "tool_use", id: "a", name: "f", input: { x: [1] } },
			{ type: "tool_use", id: "b", name: "f", input: {} },
		]);

		expect(messages).toEqual([
			{
				role: "assistant",
				content: [
					{ type: "reasoning", text: "own", signature: "c2ln", origin: { provider: "anthropic" } },
					{ type: "reasoning", text: "", encrypted: "ZW5j", origin: { provider: "anthropic" } },
					{ type: "reasoning", text: "theirs", encrypted: "blob", id: "rs_1", origin },
					{ type: "reasoning", text: "nobody's" },
					{ type: "tool-call", id: "a", name: "f", arguments: '{"x":[1]}', signature: "dGhvdWdodA==", origin },
					{ type: "tool-call", id: "b", name: "f", arguments: "{}" },
				],
			},
		]);
	});

	test("a wrapped signature that was damaged proves nothing", () => {
		const damaged = wrapSignature({ signature: "x" }, { provider: "openai" }).slice(0, 24);

		expect(parts("assistant", [{ type: "thinking", thinking: "hm", signature: damaged }])).toEqual([
			{ role: "assistant", content: [{ type: "reasoning", text: "hm" }] },
		]);
	});
});

describe("settings", () => {
	test.each<[JsonObject, object]>([
		[{ thinking: { type: "disabled" } }, { reasoning: { effort: "none" } }],
		[{ thinking: { type: "enabled", budget_tokens: 2000 } }, { reasoning: { budgetTokens: 2000, includeText: true } }],
		[
			{ thinking: { type: "adaptive", display: "omitted" }, output_config: { effort: "max" } },
			{ reasoning: { effort: "max", includeText: false } },
		],
		[{ output_config: { effort: "low" } }, { reasoning: { effort: "low" } }],
		[
			{ output_config: { format: { type: "json_schema", schema: { type: "object" } } } },
			{ responseFormat: { type: "json-schema", name: "output", schema: { type: "object" } } },
		],
		[{ tool_choice: { type: "any", disable_parallel_tool_use: true } }, { toolChoice: { type: "required" }, parallelToolCalls: false }],
		[{ tool_choice: { type: "tool", name: "f" } }, { toolChoice: { type: "tool", name: "f" } }],
		[{ tool_choice: { type: "none" } }, { toolChoice: { type: "none" } }],
		[
			{ stop_sequences: ["END"], temperature: 0, top_p: 0.5, top_k: 3 },
			{ stopSequences: ["END"], temperature: 0, topP: 0.5, topK: 3 },
		],
		[
			{ metadata: { user_id: "u" }, stream: true, max_tokens: null },
			{ userId: "u", stream: true },
		],
		[{ service_tier: "auto" }, { otherFields: [] }],
	])("%j", (fields, expected) => {
		expect(parse(fields)).toMatchObject(expected);
	});

	test("what the hub has no word for is named, not refused", () => {
		const request = parse({
			container: "c",
			tools: [
				{ type: "web_search_20260318", name: "web_search" },
				{ name: "f", input_schema: { type: "object" } },
			],
			messages: [{ role: "user", content: [{ type: "hologram" }, { type: "text", text: "hi" }] }],
			output_config: { effort: "heroic", format: { type: "grammar" } },
			tool_choice: { type: "telepathy" },
		});

		expect(request.tools.map(({ name }) => name)).toEqual(["f"]);
		expect([...request.otherFields].sort()).toEqual([
			"container",
			"messages[0].content[0]",
			"output_config.effort",
			"output_config.format",
			"tool_choice",
			"tools[0]",
		]);
	});

	test.each<[JsonObject, string]>([
		[{ messages: [] }, "messages"],
		[{ messages: [{ role: "robot", content: "" }] }, "messages[0].role"],
		[{ messages: [{ role: "user", content: [{ type: "text" }] }] }, "messages[0].content[0].text"],
		[
			{ messages: [{ role: "assistant", content: [{ type: "tool_use", id: "a", name: "f", input: "x" }] }] },
			"messages[0].content[0].input",
		],
		[{ max_tokens: -1 }, "max_tokens"],
		[{ thread: { type: "create" } }, "thread"],
	])("%j is refused, naming %s", (fields, param) => {
		const refused = expect.objectContaining({ param }) as InvalidRequest;

		expect(() => parse(fields)).toThrow(refused);
		expect(() => parse(fields)).toThrow(InvalidRequest);
	});
});
