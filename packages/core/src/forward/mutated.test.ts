import type { Json, JsonObject } from "@smart-router/llm/chat/request.ts";
import { type ClientProtocolId, InvalidRequest } from "@smart-router/llm/protocols/protocol.ts";
import { clientProtocol } from "@smart-router/llm/protocols/registry.ts";
import { customProvider } from "@smart-router/llm/providers/registry.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "../../../../test/support/runs.ts";
import { GatewayError } from "../errors.ts";
import { prepare } from "./prepare.ts";

/** Whole conversations of which any piece is replaced by anything: refused by name, or sent. */

const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const picture = "data:image/png;base64,AAAA";
const call = { name: "get_weather", arguments: '{"city":"Oslo"}' };

const conversations: Readonly<Record<ClientProtocolId, JsonObject>> = {
	"openai-chat": {
		model: "m",
		stream: true,
		stream_options: { include_usage: true },
		messages: [
			{ role: "system", content: "Be brief." },
			{
				role: "user",
				content: [
					{ type: "text", text: "hi" },
					{ type: "image_url", image_url: { url: picture } },
				],
			},
			{ role: "assistant", content: "Let me see.", tool_calls: [{ id: "c1", type: "function", function: call }] },
			{ role: "tool", tool_call_id: "c1", content: "12 degrees" },
		],
		tools: [{ type: "function", function: { name: "get_weather", parameters: schema } }],
		tool_choice: "auto",
		response_format: { type: "json_schema", json_schema: { name: "o", schema } },
		reasoning_effort: "low",
		max_completion_tokens: 100,
		stop: ["END"],
	},
	"openai-responses": {
		model: "m",
		instructions: "Be brief.",
		input: [
			{
				role: "user",
				content: [
					{ type: "input_text", text: "hi" },
					{ type: "input_image", image_url: picture },
				],
			},
			{ type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "hm" }], encrypted_content: "AAAA" },
			{ type: "function_call", call_id: "c1", ...call },
			{ type: "function_call_output", call_id: "c1", output: [{ type: "input_text", text: "12 degrees" }] },
		],
		tools: [{ type: "function", name: "get_weather", parameters: schema, strict: false }],
		tool_choice: { type: "function", name: "get_weather" },
		text: { format: { type: "json_schema", name: "o", schema } },
		reasoning: { effort: "low", summary: "auto" },
		max_output_tokens: 100,
	},
	"anthropic-messages": {
		model: "m",
		max_tokens: 100,
		system: [{ type: "text", text: "Be brief." }],
		messages: [
			{
				role: "user",
				content: [
					{ type: "text", text: "hi" },
					{ type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
				],
			},
			{
				role: "assistant",
				content: [
					{ type: "thinking", thinking: "hm", signature: "AAAA" },
					{ type: "tool_use", id: "c1", name: "get_weather", input: { city: "Oslo" } },
				],
			},
			{
				role: "user",
				content: [{ type: "tool_result", tool_use_id: "c1", content: [{ type: "text", text: "12 degrees" }], is_error: false }],
			},
		],
		tools: [{ name: "get_weather", input_schema: schema }],
		tool_choice: { type: "auto", disable_parallel_tool_use: true },
		thinking: { type: "enabled", budget_tokens: 2000 },
		output_config: { format: { type: "json_schema", schema } },
		stop_sequences: ["END"],
	},
	gemini: {
		systemInstruction: { parts: [{ text: "Be brief." }] },
		contents: [
			{ role: "user", parts: [{ text: "hi" }, { inlineData: { mimeType: "image/png", data: "AAAA" } }] },
			{ role: "model", parts: [{ functionCall: { name: "get_weather", args: { city: "Oslo" } }, thoughtSignature: "AAAA" }] },
			{ role: "user", parts: [{ functionResponse: { name: "get_weather", response: { result: "12 degrees" } } }] },
		],
		tools: [{ functionDeclarations: [{ name: "get_weather", parameters: { type: "OBJECT", properties: { city: { type: "STRING" } } } }] }],
		toolConfig: { functionCallingConfig: { mode: "AUTO" } },
		generationConfig: {
			maxOutputTokens: 100,
			responseMimeType: "application/json",
			responseSchema: { type: "OBJECT" },
			thinkingConfig: { thinkingLevel: "LOW" },
		},
	},
};

type Path = readonly (string | number)[];

function pathsIn(value: Json, path: Path = []): Path[] {
	if (typeof value !== "object" || value === null) return [path];
	const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
	return [path, ...inner.flatMap(([name, inside]) => pathsIn(inside, [...path, name]))];
}

function replaced(value: Json, [name, ...rest]: Path, by: Json | undefined): Json | undefined {
	if (name === undefined) return by;
	const copy: Record<string | number, Json | undefined> = structuredClone(value) as JsonObject;
	copy[name] = replaced(copy[name] ?? null, rest, by);
	return (Array.isArray(value) ? [...(copy as unknown as Json[])] : copy) as Json;
}

const anything: fc.Arbitrary<Json | undefined> = fc.oneof(
	fc.constantFrom<(Json | undefined)[]>(
		undefined,
		null,
		"",
		" ",
		0,
		-1,
		1.5,
		1e300,
		true,
		[],
		{},
		[null],
		[[]],
		{ type: "new_kind" },
		"__proto__",
		"\ud800",
		"data:,x",
	),
	fc.jsonValue() as fc.Arbitrary<Json>,
);

const mutated = (body: JsonObject): fc.Arbitrary<Json> =>
	fc
		.array(fc.tuple(fc.constantFrom(...pathsIn(body).filter(({ length }) => length > 0)), anything), { minLength: 1, maxLength: 3 })
		.map((changes) => {
			let changed: Json = body;
			for (const [path, by] of changes) {
				try {
					changed = JSON.parse(JSON.stringify(replaced(changed, path, by)));
				} catch {
					// The place went with an earlier change.
				}
			}
			return changed;
		});

const protocols = Object.keys(conversations) as ClientProtocolId[];

describe.each(protocols)("a client of %s", (client) => {
	test("is refused by name or sent on, whatever it says", () => {
		fc.assert(
			fc.property(mutated(conversations[client]), fc.constantFrom(...protocols), (body, protocol) => {
				const target = { provider: customProvider({ id: "mine", protocol, baseUrl: "https://x.example" }), model: "m" };
				try {
					const chat = clientProtocol(client).parseRequest(body, { model: "m" });
					const { body: sent } = prepare(target, { client: clientProtocol(client), chat, rawBody: JSON.stringify(body) });
					expect(() => JSON.parse(sent)).not.toThrow();
				} catch (error) {
					if (!(error instanceof InvalidRequest) && !(error instanceof GatewayError && error.status === 400)) throw error;
				}
			}),
			{ numRuns: runs(1000, 50_000) },
		);
	});
});
