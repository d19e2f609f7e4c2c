import type { JsonObject } from "@smart-router/llm/chat/request.ts";
import type { ClientProtocolId } from "@smart-router/llm/protocols/protocol.ts";
import { clientProtocol } from "@smart-router/llm/protocols/registry.ts";
import { customProvider } from "@smart-router/llm/providers/registry.ts";
import { describe, expect, test } from "vitest";
import { GatewayError } from "../errors.ts";
import { type Prepared, prepare } from "./prepare.ts";

/** What each protocol's clients write, for a provider that cannot do it; the field by which they are told. */

function asked(client: ClientProtocolId, provider: ClientProtocolId, fields: JsonObject): Prepared {
	const said: Readonly<Record<ClientProtocolId, JsonObject>> = {
		"openai-chat": { model: "m", messages: [{ role: "user", content: "hi" }] },
		"openai-responses": { model: "m", input: "hi" },
		"anthropic-messages": { model: "m", max_tokens: 100, messages: [{ role: "user", content: "hi" }] },
		gemini: { contents: [{ parts: [{ text: "hi" }] }] },
	};
	const body = { ...said[client], ...fields };
	const target = { provider: customProvider({ id: "mine", protocol: provider, baseUrl: "https://x.example" }), model: "m" };
	const chat = clientProtocol(client).parseRequest(body, { model: "m" });
	return prepare(target, { client: clientProtocol(client), chat, rawBody: JSON.stringify(body) });
}

function refusal(...request: Parameters<typeof asked>): GatewayError {
	try {
		asked(...request);
	} catch (error) {
		if (error instanceof GatewayError) return error;
		throw error;
	}
	throw new Error("expected a refusal");
}

const picture = "https://pictures.example/a.png";
const odd = "tool with space";
const schema = { type: "object", properties: {} };

describe.each<[ClientProtocolId, ClientProtocolId, [string, JsonObject][]]>([
	[
		"openai-chat",
		"gemini",
		[
			[
				"messages[1].content[1]",
				{
					messages: [
						{ role: "user", content: "a" },
						{
							role: "user",
							content: [
								{ type: "text", text: "b" },
								{ type: "image_url", image_url: { url: picture } },
							],
						},
					],
				},
			],
			["messages[0].content[0]", { messages: [{ role: "user", content: [{ type: "file", file: { file_id: "file_1" } }] }] }],
			[
				"tools[1].function.name",
				{
					tools: [
						{ type: "function", function: { name: "a" } },
						{ type: "function", function: { name: odd } },
					],
				},
			],
			["functions[0].name", { functions: [{ name: odd }] }],
			[
				"tool_choice",
				{ tools: [{ type: "function", function: { name: "a" } }], tool_choice: { type: "function", function: { name: "b" } } },
			],
			["messages", { messages: [{ role: "user", content: "" }] }],
			["n", { n: 2 }],
			["logprobs", { logprobs: true }],
			["audio", { modalities: ["text", "audio"], audio: { voice: "alloy", format: "mp3" } }],
		],
	],
	[
		"openai-responses",
		"gemini",
		[
			[
				"input[1].content[0]",
				{
					input: [
						{ role: "user", content: "a" },
						{ role: "user", content: [{ type: "input_image", image_url: picture }] },
					],
				},
			],
			[
				"input[1].output[1]",
				{
					input: [
						{ type: "function_call", call_id: "c", name: "a", arguments: "{}" },
						{
							type: "function_call_output",
							call_id: "c",
							output: [
								{ type: "input_text", text: "see" },
								{ type: "input_image", image_url: picture },
							],
						},
					],
				},
			],
			["tools[0].name", { tools: [{ type: "function", name: odd }] }],
			["tool_choice", { tools: [{ type: "function", name: "a" }], tool_choice: { type: "function", name: "b" } }],
			["input", { input: "" }],
			["top_logprobs", { top_logprobs: 2 }],
			["include[0]", { include: ["message.output_text.logprobs"] }],
		],
	],
	[
		"anthropic-messages",
		"gemini",
		[
			[
				"messages[0].content[1]",
				{
					messages: [
						{
							role: "user",
							content: [
								{ type: "text", text: "a" },
								{ type: "image", source: { type: "url", url: picture } },
							],
						},
					],
				},
			],
			[
				"messages[1].content[0].content[0]",
				{
					messages: [
						{ role: "assistant", content: [{ type: "tool_use", id: "c", name: "a", input: {} }] },
						{
							role: "user",
							content: [{ type: "tool_result", tool_use_id: "c", content: [{ type: "image", source: { type: "url", url: picture } }] }],
						},
					],
				},
			],
			[
				"tools[1].name",
				{
					tools: [
						{ name: "a", input_schema: schema },
						{ name: odd, input_schema: schema },
					],
				},
			],
			["tool_choice", { tools: [{ name: "a", input_schema: schema }], tool_choice: { type: "tool", name: "b" } }],
			["messages", { messages: [{ role: "user", content: "" }] }],
		],
	],
	[
		"gemini",
		"anthropic-messages",
		[
			["contents[0].parts[1]", { contents: [{ parts: [{ text: "a" }, { inlineData: { mimeType: "audio/wav", data: "AAAA" } }] }] }],
			[
				"contents[1].parts[0].functionResponse.parts[0]",
				{
					contents: [
						{ role: "model", parts: [{ functionCall: { name: "a", args: {} } }] },
						{
							parts: [
								{ functionResponse: { name: "a", response: {}, parts: [{ fileData: { fileUri: "gs://a/b", mimeType: "image/png" } }] } },
							],
						},
					],
				},
			],
			["tools[0].functionDeclarations[1].name", { tools: [{ functionDeclarations: [{ name: "a" }, { name: odd }] }] }],
			[
				"toolConfig.functionCallingConfig",
				{
					tools: [{ functionDeclarations: [{ name: "a" }] }],
					toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["b"] } },
				},
			],
			["contents", { contents: [{ parts: [{ text: "" }] }] }],
			["generationConfig.candidateCount", { generationConfig: { candidateCount: 2 } }],
			["generationConfig.responseLogprobs", { generationConfig: { responseLogprobs: true } }],
			["generationConfig.responseModalities", { generationConfig: { responseModalities: ["AUDIO"] } }],
		],
	],
])("a client of %s at a provider of %s", (client, provider, cases) => {
	test.each(cases)("is refused %s", (param, fields) => {
		expect(refusal(client, provider, fields)).toMatchObject({ status: 400, param });
	});
});

test.each<[ClientProtocolId, JsonObject, string[]]>([
	[
		"openai-chat",
		{ seed: 1, user: "me@example.com", reasoning_effort: "high", tool_choice: "required" },
		["dropped: seed", "dropped: user", "dropped: tool_choice"],
	],
	["openai-responses", { text: { format: { type: "json_object" } } }, ["changed: text.format is asked for in words"]],
	[
		"gemini",
		{ generationConfig: { seed: 1, presencePenalty: 1, responseMimeType: "application/json" } },
		[
			"dropped: generationConfig.seed",
			"dropped: generationConfig.presencePenalty",
			"changed: generationConfig.responseMimeType is asked for in words",
		],
	],
])("a client of %s is warned in its own words", (client, fields, warnings) => {
	expect(asked(client, "anthropic-messages", fields).warnings).toEqual(expect.arrayContaining(warnings));
});
