import { describe, expect, test } from "vitest";
import { withoutPlaces } from "../../../../../test/support/without-places.ts";
import type { ChatRequest, Json, JsonObject } from "../../chat/request.ts";
import { InvalidRequest } from "../protocol.ts";
import { wrapSignature } from "../wrapped-signature.ts";
import { parseRequest } from "./parse-request.ts";
import { passRequest } from "./pass-request.ts";

const parse = (fields: JsonObject): ChatRequest => withoutPlaces(parseRequest({ model: "m", input: "Hi", ...fields }));
const messages = (...input: Json[]) => parse({ input }).messages;
const png = "data:image/png;base64,iVBO";

test("the smallest request", () => {
	expect(parse({})).toEqual({
		model: "m",
		messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }],
		stream: false,
		streamUsage: true,
		tools: [],
		stopSequences: [],
		otherFields: [],
	});
});

test("every field that the hub has a word for", () => {
	const schema = { type: "object" };
	const request = parse({
		instructions: "Be brief.",
		stream: true,
		tools: [
			{ type: "function", name: "f", description: "d", parameters: schema, strict: true },
			{ type: "function", name: "g", parameters: null },
		],
		tool_choice: { type: "allowed_tools", mode: "required", tools: [{ type: "function", name: "f" }] },
		parallel_tool_calls: false,
		max_output_tokens: 50,
		temperature: 0.5,
		top_p: 0.9,
		text: { format: { type: "json_schema", name: "n", schema, strict: true, description: null }, verbosity: null },
		reasoning: { effort: "high", summary: "auto" },
		include: ["reasoning.encrypted_content"],
		safety_identifier: "u",
		prompt_cache_key: "k",
		store: false,
		truncation: "disabled",
		service_tier: "auto",
		metadata: {},
		background: false,
		previous_response_id: null,
	});

	expect(request).toEqual({
		model: "m",
		messages: [
			{ role: "system", content: [{ type: "text", text: "Be brief." }] },
			{ role: "user", content: [{ type: "text", text: "Hi" }] },
		],
		stream: true,
		streamUsage: true,
		tools: [{ name: "f", description: "d", parameters: schema, strict: true }, { name: "g" }],
		toolChoice: { type: "allowed", names: ["f"], required: true },
		parallelToolCalls: false,
		maxOutputTokens: 50,
		temperature: 0.5,
		topP: 0.9,
		stopSequences: [],
		responseFormat: { type: "json-schema", name: "n", schema, strict: true },
		reasoning: { effort: "high", includeText: true },
		userId: "u",
		cacheKey: "k",
		otherFields: [],
	});
});

describe("items", () => {
	test("what the model said between two turns of others is one message", () => {
		expect(
			messages(
				{ role: "user", content: "Weather?" },
				{ type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "Hm" }, { text: "so" }], encrypted_content: "enc" },
				{ type: "message", role: "assistant", content: [{ type: "output_text", text: "Let me see", annotations: [] }] },
				{ type: "function_call", id: "fc_1", call_id: "a", name: "f", arguments: "{}" },
				{ type: "function_call", call_id: "b", name: "g", arguments: "oops" },
				{ type: "function_call_output", call_id: "a", output: "12" },
				{ type: "function_call_output", call_id: "b", output: [{ type: "input_image", image_url: png, detail: "low" }] },
				{ role: "assistant", content: "Done" },
			),
		).toEqual([
			{ role: "user", content: [{ type: "text", text: "Weather?" }] },
			{
				role: "assistant",
				content: [
					{ type: "reasoning", text: "Hm\n\nso", id: "rs_1", encrypted: "enc", origin: { provider: "openai" } },
					{ type: "text", text: "Let me see" },
					{ type: "tool-call", id: "a", name: "f", arguments: "{}" },
					{ type: "tool-call", id: "b", name: "g", arguments: "oops" },
				],
			},
			{
				role: "tool",
				content: [
					{ type: "tool-result", callId: "a", content: [{ type: "text", text: "12" }], isError: false },
					{
						type: "tool-result",
						callId: "b",
						content: [{ type: "image", source: { kind: "base64", mediaType: "image/png", data: "iVBO" }, detail: "low" }],
						isError: false,
					},
				],
			},
			{ role: "assistant", content: [{ type: "text", text: "Done" }] },
		]);
	});

	test("system and developer messages keep their places and kinds", () => {
		expect(messages({ role: "developer", content: "a" }, { role: "user", content: "b" }, { role: "system", content: "c" })).toEqual([
			{ role: "system", content: [{ type: "text", text: "a" }], developer: true },
			{ role: "user", content: [{ type: "text", text: "b" }] },
			{ role: "system", content: [{ type: "text", text: "c" }] },
		]);
	});

	test.each<[JsonObject, object]>([
		[
			{ type: "input_image", file_id: "file_1" },
			{ type: "image", source: { kind: "id", id: "file_1" } },
		],
		[
			{ type: "input_image", image_url: "https://a.test/x.png" },
			{ type: "image", source: { kind: "url", url: "https://a.test/x.png" } },
		],
		[
			{ type: "input_file", filename: "a.txt", file_data: "data:text/plain;base64,aGk=" },
			{ type: "file", filename: "a.txt", source: { kind: "base64", mediaType: "text/plain", data: "aGk=" } },
		],
		[
			{ type: "input_file", file_data: "JVBERi0=" },
			{ type: "file", source: { kind: "base64", mediaType: "application/pdf", data: "JVBERi0=" } },
		],
		[
			{ type: "input_file", file_url: "https://a.test/x.pdf" },
			{ type: "file", source: { kind: "url", url: "https://a.test/x.pdf" } },
		],
		[
			{ type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
			{ type: "audio", source: { kind: "base64", mediaType: "audio/wav", data: "AAAA" } },
		],
	])("the part %j", (part, expected) => {
		expect(messages({ role: "user", content: [part] })).toEqual([{ role: "user", content: [expected] }]);
	});

	test("reasoning and signatures of another maker come back as they were wrapped", () => {
		const origin = { provider: "gemini", model: "g", account: "x" };
		const ofReasoning = wrapSignature({ signature: "c2ln" }, origin);
		const ofCall = wrapSignature({ signature: "Y2FsbA==", ofCall: true }, origin);

		expect(
			messages(
				{ type: "reasoning", id: "rs_0", summary: [], encrypted_content: ofReasoning },
				{ type: "reasoning", id: "rs_1", summary: [], encrypted_content: ofCall },
				{ type: "function_call", call_id: "a", name: "f", arguments: "{}" },
				{ type: "function_call", call_id: "b", name: "f", arguments: "{}" },
			),
		).toEqual([
			{
				role: "assistant",
				content: [
					{ type: "reasoning", text: "", signature: "c2ln", origin },
					{ type: "tool-call", id: "a", name: "f", arguments: "{}", signature: "Y2FsbA==", origin },
					{ type: "tool-call", id: "b", name: "f", arguments: "{}" },
				],
			},
		]);
	});

	test("reasoning that proves nothing is plain text, or nothing", () => {
		expect(messages({ type: "reasoning", id: "rs_1", summary: [] }, { type: "reasoning", id: "rs_2", summary: [{ text: "Hm" }] })).toEqual([
			{ role: "assistant", content: [{ type: "reasoning", text: "Hm" }] },
		]);
	});
});

describe("what the hub has no word for", () => {
	test.each<[JsonObject, string[]]>([
		[{ metadata: { a: "b" }, store: true, truncation: "auto", zz_new: 1 }, ["metadata", "store", "truncation", "zz_new"]],
		[{ text: { verbosity: "low" }, reasoning: { effort: "heroic" } }, ["reasoning.effort", "text.verbosity"]],
		[
			{
				input: [
					{ type: "web_search_call", id: "ws_1" },
					{ role: "user", content: "a" },
				],
			},
			["input[0]"],
		],
		[{ zz_null: null, stream_options: { include_obfuscation: false } }, []],
	])("%j is dropped and told", (fields, names) => {
		const request = parse(fields);

		expect(request.otherFields).toEqual(names);
		expect(request).not.toHaveProperty("untranslatable");
	});

	test.each<[JsonObject, string]>([
		[{ tools: [{ type: "function", name: "f", parameters: {} }, { type: "web_search" }] }, "tools[1]"],
		[{ tools: [{ type: "custom", name: "c" }] }, "tools[0]"],
		[{ tool_choice: { type: "file_search" } }, "tool_choice"],
		[{ tool_choice: { type: "allowed_tools", mode: "auto", tools: [{ type: "mcp", server_label: "x" }] } }, "tool_choice"],
		[{ previous_response_id: "resp_1" }, "previous_response_id"],
		[{ conversation: { id: "conv_1" } }, "conversation"],
		[{ prompt: { id: "pmpt_1" } }, "prompt"],
		[{ background: true }, "background"],
		[{ top_logprobs: 3 }, "top_logprobs"],
		[{ include: ["reasoning.encrypted_content", "message.output_text.logprobs"] }, "include[1]"],
		[{ input: [{ type: "item_reference", id: "msg_1" }] }, "input[0]"],
		[{ input: [{ role: "user", content: [{ type: "hologram" }] }] }, "input[0].content[0]"],
		[{ input: [{ role: "assistant", content: [{ type: "input_image", image_url: png }] }] }, "input[0].content[0]"],
		[{ text: { format: { type: "grammar" } } }, "text.format"],
	])("%j works in a passthrough only", (fields, param) => {
		expect(parse(fields).untranslatable).toEqual([param]);
	});
});

test.each<[Json, string]>([
	[[], ""],
	[{ input: "Hi" }, "model"],
	[{ model: "", input: "Hi" }, "model"],
	[{ model: "m", input: 7 }, "input"],
	[{ model: "m", input: [{ role: "user" }] }, "input[0].content"],
	[{ model: "m", input: [{ role: "robot", content: "a" }] }, "input[0].role"],
	[{ model: "m", input: [{ type: "function_call", call_id: "a", arguments: "{}" }] }, "input[0].name"],
	[{ model: "m", input: [{ type: "function_call_output", call_id: "a" }] }, "input[0].output"],
	[{ model: "m", input: [{ role: "user", content: [{ type: "input_text" }] }] }, "input[0].content[0].text"],
	[{ model: "m", input: [{ role: "user", content: [{ type: "input_image" }] }] }, "input[0].content[0]"],
	[{ model: "m", input: [{ role: "user", content: [{ type: "input_image", image_url: "nope" }] }] }, "input[0].content[0].image_url"],
	[{ model: "m", input: "Hi", max_output_tokens: 0 }, "max_output_tokens"],
	[{ model: "m", input: "Hi", tools: [{ type: "function" }] }, "tools[0].name"],
	[{ model: "m", input: "Hi", tool_choice: "maybe" }, "tool_choice"],
	[{ model: "m", input: "Hi", text: { format: { type: "json_schema", name: "n" } } }, "text.format.schema"],
])("%j is wrong at %s", (body, param) => {
	const read = (): unknown => parseRequest(body);

	expect(read).toThrow(InvalidRequest);
	expect(read).toThrow(expect.objectContaining({ param, code: "invalid_request" }));
});

describe("passed to a provider of the same protocol", () => {
	test("only the model changes", () => {
		expect(passRequest('{ "model" : "a/b", "input":[ {"type":"reasoning","encrypted_content":"gAAA"} ] }', "b")).toEqual({
			body: '{ "model" : "b", "input":[ {"type":"reasoning","encrypted_content":"gAAA"} ] }',
			warnings: [],
		});
	});

	test("another maker's reasoning stays behind, and it is told", () => {
		const foreign = {
			type: "reasoning",
			id: "rs_1",
			summary: [],
			encrypted_content: wrapSignature({ signature: "s" }, { provider: "gemini" }),
		};
		const call = { type: "function_call", call_id: "a", name: "f", arguments: "{}" };

		const { body, warnings } = passRequest(JSON.stringify({ model: "a/b", input: [foreign, call], zz: 1 }), "b");

		expect(JSON.parse(body)).toEqual({ model: "b", input: [call], zz: 1 });
		expect(warnings).toEqual([expect.stringMatching(/dropped: reasoning/)]);
	});

	test("a mark in the user's own words changes nothing", () => {
		const text = JSON.stringify({ model: "a", input: [{ role: "user", content: wrapSignature({}, { provider: "x" }) }] });

		expect(passRequest(text, "a")).toEqual({ body: text, warnings: [] });
	});
});
