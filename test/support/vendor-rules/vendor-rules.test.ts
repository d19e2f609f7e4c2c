import { describe, expect, it } from "vitest";
import type { JsonObject } from "../fake-upstream/json.ts";
import { check as checkAnthropic } from "./anthropic.ts";
import { check as checkGemini } from "./gemini.ts";
import { check as checkOpenai } from "./openai-chat.ts";
import { check as checkResponses } from "./openai-responses.ts";

const text = (value: string) => ({ type: "text", text: value });
const user = { role: "user", content: "Hello" };

describe("anthropic", () => {
	const use = { type: "tool_use", id: "toolu_1", name: "f", input: {} };
	const result = { type: "tool_result", tool_use_id: "toolu_1", content: "18 °C" };
	const called = { messages: [user, { role: "assistant", content: [use] }, { role: "user", content: [result, text("and?")] }] };
	const tool = { name: "f", input_schema: { type: "object" } };
	const body = (fields: JsonObject): JsonObject => ({ model: "claude-x", max_tokens: 2000, messages: [user], ...fields });
	const said = (...blocks: readonly JsonObject[]) => body({ messages: [{ role: "user", content: blocks }] });
	const thinking = { type: "enabled", budget_tokens: 1024 };

	it.each<[string, JsonObject]>([
		["text", body({})],
		["tools", body({ ...called, tools: [tool], tool_choice: { type: "auto", disable_parallel_tool_use: true } })],
		[
			"media",
			said(
				{ type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
				{ type: "image", source: { type: "url", url: "https://a.test" } },
			),
		],
		["thinking", body({ thinking, temperature: 1 })],
		[
			"structured output",
			body({ output_config: { effort: "low", format: { type: "json_schema", schema: { type: "object", additionalProperties: false } } } }),
		],
	])("accepts %s", (_, accepted) => {
		expect(checkAnthropic(accepted)).toEqual([]);
	});

	it.each<[string, JsonObject]>([
		["no max_tokens", { model: "claude-x", messages: [user] }],
		["an unknown field", body({ seed: 1 })],
		["a first assistant message", body({ messages: [{ role: "assistant", content: "Hi" }, user] })],
		["a prefill", body({ messages: [user, { role: "assistant", content: "Hi" }] })],
		["an unknown role", body({ messages: [{ role: "tool", content: "Hi" }] })],
		["blank text", said(text(" "))],
		["no blocks", said()],
		["an image of a strange type", said({ type: "image", source: { type: "base64", media_type: "image/tiff", data: "AAAA" } })],
		["a call without tools", body(called)],
		["a call without a result", body({ tools: [tool], messages: [user, { role: "assistant", content: [use] }, user] })],
		[
			"a late result",
			body({ tools: [tool], messages: [user, { role: "assistant", content: [use] }, { role: "user", content: [text("a"), result] }] }),
		],
		["a stray result", body({ tools: [tool], messages: [{ role: "user", content: [result] }] })],
		[
			"a bad call id",
			body({
				tools: [tool],
				messages: [
					user,
					{ role: "assistant", content: [{ ...use, id: "a.b" }] },
					{ role: "user", content: [{ ...result, tool_use_id: "a.b" }] },
				],
			}),
		],
		["a choice without tools", body({ tool_choice: { type: "auto" } })],
		["a schema that is no object", body({ tools: [{ name: "f", input_schema: { anyOf: [] } }] })],
		["a bad tool name", body({ tools: [{ ...tool, name: "a.b" }] })],
		["two tools of one name", body({ tools: [tool, tool] })],
		["a budget over max_tokens", body({ thinking: { type: "enabled", budget_tokens: 2000 } })],
		["a small budget", body({ thinking: { type: "enabled", budget_tokens: 10 } })],
		["thinking with a forced tool", body({ thinking, tools: [tool], tool_choice: { type: "any" } })],
		["thinking with temperature", body({ thinking, temperature: 0.5 })],
		[
			"thinking begun in the middle of a turn",
			body({ ...called, messages: [...called.messages.slice(0, 2), { role: "user", content: [result] }], tools: [tool], thinking }),
		],
		["a high temperature", body({ temperature: 1.5 })],
		["a blank stop sequence", body({ stop_sequences: ["\n"] })],
		["an open output schema", body({ output_config: { format: { type: "json_schema", schema: { type: "object" } } } })],
		["an unknown keyword", body({ output_config: { format: { type: "json_schema", schema: { type: "string", maxLength: 3 } } } })],
		["a mail address", body({ metadata: { user_id: "me@example.test" } })],
	])("refuses %s", (_, refused) => {
		expect(checkAnthropic(refused)).not.toEqual([]);
	});

	it("refuses sampling for new models", () => {
		expect(checkAnthropic(body({ temperature: 1 }), { sampling: false })).toEqual(["temperature: is not supported"]);
	});
});

describe("gemini", () => {
	const hello = { role: "user", parts: [{ text: "Hello" }] };
	const call = { functionCall: { name: "f", args: {} }, thoughtSignature: "c2ln" };
	const response = { functionResponse: { name: "f", response: { result: "x" } } };
	const declared = { functionDeclarations: [{ name: "f", parameters: { type: "object", properties: { a: { type: "string" } } } }] };
	const body = (fields: JsonObject): JsonObject => ({ contents: [hello], ...fields });
	const said = (...parts: readonly JsonObject[]) => body({ contents: [{ role: "user", parts }] });
	const turns = (calls: readonly JsonObject[], responses: readonly JsonObject[]) =>
		body({ contents: [hello, { role: "model", parts: calls }, { role: "user", parts: responses }] });
	const parameters = (schema: JsonObject) => body({ tools: [{ functionDeclarations: [{ name: "f", parameters: schema }] }] });

	it.each<[string, JsonObject]>([
		["text", body({ systemInstruction: { parts: [{ text: "Be brief" }] } })],
		[
			"calls",
			{
				...turns([call], [response]),
				tools: [declared],
				toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["f"] } },
			},
		],
		["media", said({ inlineData: { mimeType: "image/png", data: "AAAA" } }, { fileData: { fileUri: "gs://a/b" } })],
		["limits", body({ generationConfig: { maxOutputTokens: 10, stopSequences: ["a"], thinkingConfig: { thinkingLevel: "LOW" } } })],
	])("accepts %s", (_, accepted) => {
		expect(checkGemini(accepted, "gemini-3-pro")).toEqual([]);
	});

	it.each<[string, JsonObject]>([
		["no contents", { contents: [] }],
		["an unknown field", body({ model: "x" })],
		["a first model content", { contents: [{ role: "model", parts: [{ text: "Hi" }] }, hello] }],
		["an unknown role", { contents: [{ role: "assistant", parts: [{ text: "Hi" }] }] }],
		["no parts", said()],
		["an empty text", said({ text: "" })],
		["a part without data", said({ thoughtSignature: "c2ln" })],
		["an empty file", said({ inlineData: { mimeType: "image/png", data: "" } })],
		["a call without a response", turns([call], [{ text: "a" }])],
		["a response without a call", said(response)],
		["a response that is no object", turns([call], [{ functionResponse: { name: "f", response: "x" } }])],
		["a call without a signature", turns([{ functionCall: { name: "f", args: {} } }], [response])],
		["a bad name", body({ tools: [{ functionDeclarations: [{ name: "9lives" }] }] })],
		["a reference", parameters({ $ref: "#/x" })],
		["a closed object", parameters({ type: "object", properties: { a: { type: "object", additionalProperties: false } } })],
		["ANY without functions", body({ toolConfig: { functionCallingConfig: { mode: "ANY" } } })],
		[
			"an unknown function",
			body({ tools: [declared], toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["g"] } } }),
		],
		["six stop sequences", body({ generationConfig: { stopSequences: ["1", "2", "3", "4", "5", "6"] } })],
		["level and budget", body({ generationConfig: { thinkingConfig: { thinkingLevel: "LOW", thinkingBudget: 1 } } })],
		["a wide seed", body({ generationConfig: { seed: 2 ** 31 } })],
		["a schema without JSON", body({ generationConfig: { responseJsonSchema: {} } })],
	])("refuses %s", (_, refused) => {
		expect(checkGemini(refused, "gemini-3-pro")).not.toEqual([]);
	});
});

describe("openai-chat", () => {
	const call = { id: "call_1", type: "function", function: { name: "f", arguments: "{}" } };
	const calling = { role: "assistant", content: null, tool_calls: [call] };
	const answer = { role: "tool", tool_call_id: "call_1", content: "x" };
	const tool = { type: "function", function: { name: "f" } };
	const body = (fields: JsonObject): JsonObject => ({ model: "gpt-x", messages: [user], ...fields });
	const said = (...messages: readonly JsonObject[]) => body({ messages: [user, ...messages] });

	it.each<[string, JsonObject]>([
		["text", body({ stream: true, stream_options: { include_usage: true }, max_completion_tokens: 5 })],
		["calls", { ...said(calling, answer, user), tools: [tool], tool_choice: { type: "function", function: { name: "f" } } }],
		["media", said({ role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } }] })],
		["allowed tools", body({ tools: [tool], tool_choice: { type: "allowed_tools", allowed_tools: { mode: "auto", tools: [tool] } } })],
	])("accepts %s", (_, accepted) => {
		expect(checkOpenai(accepted)).toEqual([]);
	});

	it.each<[string, JsonObject]>([
		["no messages", body({ messages: [] })],
		["an unknown field", body({ top_k: 1 })],
		["an unknown role", said({ role: "model", content: "a" })],
		["no content", said({ role: "assistant", content: null })],
		["an unanswered call", said(calling, user)],
		["a call that ends the request", said(calling)],
		["a stray answer", said(answer)],
		["an image from the assistant", said({ role: "assistant", content: [{ type: "image_url", image_url: { url: "https://a.test" } }] })],
		["a strange image", said({ role: "user", content: [{ type: "image_url", image_url: { url: "gs://a" } }] })],
		["a choice without tools", body({ tool_choice: "auto" })],
		["a parallel switch without tools", body({ parallel_tool_calls: false })],
		["no tools", body({ tools: [] })],
		["an unknown choice", body({ tools: [tool], tool_choice: { type: "function", function: { name: "g" } } })],
		["a bad tool name", body({ tools: [{ type: "function", function: { name: "a.b" } }] })],
		["five stops", body({ stop: ["1", "2", "3", "4", "5"] })],
		["stream options without a stream", body({ stream_options: {} })],
		["a high temperature", body({ temperature: 3 })],
		["two limits", body({ max_tokens: 1, max_completion_tokens: 1 })],
		["JSON mode without the word", body({ response_format: { type: "json_object" } })],
	])("refuses %s", (_, refused) => {
		expect(checkOpenai(refused)).not.toEqual([]);
	});
});

describe("openai responses", () => {
	const call = { type: "function_call", call_id: "a", name: "f", arguments: "{}" };
	const result = { type: "function_call_output", call_id: "a", output: "18 °C" };
	const tool = { type: "function", name: "f", parameters: {}, strict: false };
	const thought = { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "gAAA" };
	const body = (fields: JsonObject): JsonObject => ({ model: "gpt", input: "Hi", ...fields });
	const said = (role: string, ...content: readonly JsonObject[]) => body({ input: [{ role, content }] });

	it.each<[string, JsonObject]>([
		["text", body({ instructions: "Be brief.", store: false, max_output_tokens: 16 })],
		["a tool loop", body({ input: [user, thought, call, result], tools: [tool], tool_choice: { type: "function", name: "f" } })],
		["media", said("user", { type: "input_image", image_url: "https://a.test" }, { type: "input_file", filename: "a", file_data: "AA==" })],
		["structured output", body({ text: { format: { type: "json_schema", name: "n", schema: { type: "object" } } } })],
		["a hosted tool", body({ tools: [{ type: "web_search" }], tool_choice: { type: "web_search" } })],
	])("accepts %s", (_, accepted) => {
		expect(checkResponses(accepted)).toEqual([]);
	});

	it.each<[string, JsonObject]>([
		["no input", { model: "gpt" }],
		["no items", body({ input: [] })],
		["a field of the other protocol", body({ messages: [] })],
		["a tool of the other protocol", body({ tools: [{ type: "function", function: { name: "f" } }] })],
		["a choice of an unknown tool", body({ tools: [tool], tool_choice: { type: "function", name: "g" } })],
		["fewer tokens than the least", body({ max_output_tokens: 2 })],
		["a call without a result", body({ input: [user, call] })],
		["a result without a call", body({ input: [user, result] })],
		["reasoning without what follows it", body({ input: [user, thought] })],
		["another's reasoning", body({ input: [user, { ...thought, encrypted_content: "no base64!" }, call, result] })],
		["a part of the other protocol", said("user", text("Hi"))],
		["the user's part said by the assistant", said("assistant", { type: "input_text", text: "Hi" })],
		["bytes without a name", said("user", { type: "input_file", file_data: "AA==" })],
		["JSON that nobody spoke of", body({ text: { format: { type: "json_object" } } })],
		["an unknown effort", body({ reasoning: { effort: "heroic" } })],
	])("refuses %s", (_, refused) => {
		expect(checkResponses(refused)).not.toEqual([]);
	});
});
