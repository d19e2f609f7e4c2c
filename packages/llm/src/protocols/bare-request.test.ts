import { describe, expect, test } from "vitest";
import { clientProtocol } from "./registry.ts";

/** A body once more, because a signature in it was refused. */
const bare = (id: Parameters<typeof clientProtocol>[0], body: unknown, model = "m"): unknown => {
	const passed = clientProtocol(id).passRequest(JSON.stringify(body), model, { bare: true });
	expect(passed.warnings).toEqual([]);
	return JSON.parse(passed.body);
};

const skipped = Buffer.from("skip_thought_signature_validator").toString("base64");

describe("a passed request without its reasoning", () => {
	const asked = { role: "user", content: "Weather?" };
	const thought = { type: "thinking", thinking: "t", signature: "s" };
	const call = { type: "tool_use", id: "c", name: "f", input: {} };
	const result = { role: "user", content: [{ type: "tool_result", tool_use_id: "c" }] };

	test("Anthropic: neither thinking nor messages that were nothing else", () => {
		const messages = [
			asked,
			{ role: "assistant", content: [thought, { type: "redacted_thinking", data: "d" }] },
			{ role: "assistant", content: [thought, call] },
			result,
		];

		expect(bare("anthropic-messages", { model: "x", thinking: { type: "adaptive" }, messages, new_field: 1 })).toEqual({
			model: "m",
			thinking: { type: "adaptive" },
			messages: [asked, { role: "assistant", content: [call] }, result],
			new_field: 1,
		});
	});

	test("Anthropic: no thinking with a budget in a turn that now begins without", () => {
		const messages = [asked, { role: "assistant", content: [thought, call] }, result];
		const thinking = { type: "enabled", budget_tokens: 2000 };

		expect(bare("anthropic-messages", { model: "x", thinking, messages })).not.toHaveProperty("thinking");
		expect(bare("anthropic-messages", { model: "x", thinking, messages: [...messages, asked] })).toHaveProperty("thinking", thinking);
	});

	test("OpenAI: no reasoning items", () => {
		const input = [
			{ role: "user", content: "a" },
			{ type: "reasoning", id: "rs_1", encrypted_content: "e", summary: [] },
		];

		expect(bare("openai-responses", { model: "x", input })).toEqual({ model: "m", input: [input[0]] });
	});

	test("Google: no thoughts, and the word for a lost signature on calls of the models that want one", () => {
		const said = { role: "user", parts: [{ text: "a" }] };
		const parts = [
			{ text: "t", thought: true, thoughtSignature: "s" },
			{ text: "b", thoughtSignature: "s" },
			{ functionCall: { name: "f" }, thoughtSignature: "s" },
		];
		const contents = [said, { role: "model", parts }];
		expect(bare("gemini", { contents }, "gemini-3-pro")).toEqual({
			contents: [said, { role: "model", parts: [{ text: "b" }, { functionCall: { name: "f" }, thoughtSignature: skipped }] }],
		});
		expect(bare("gemini", { contents }, "gemini-2.5-pro")).toEqual({
			contents: [said, { role: "model", parts: [{ text: "b" }, { functionCall: { name: "f" } }] }],
		});
	});

	test("Gemini 3: a first call that lost its signature gets the word that stands for one", () => {
		const content = { role: "model", parts: [{ text: "a" }, { functionCall: { name: "f" } }, { functionCall: { name: "g" } }] };

		expect(bare("gemini", { contents: [content] }, "gemini-3-pro")).toEqual({
			contents: [
				{ ...content, parts: [{ text: "a" }, { functionCall: { name: "f" }, thoughtSignature: skipped }, { functionCall: { name: "g" } }] },
			],
		});
	});

	test.each([
		["anthropic-messages", '{ "model":"m", "messages":[ {"role":"user","content":"hi"} ] }'],
		["openai-responses", '{ "model":"m", "input":[ {"role":"user","content":"hi"} ] }'],
		["openai-chat", '{ "model":"m", "messages":[ {"role":"user","content":"hi"} ] }'],
		["gemini", '{ "contents":[ {"parts":[ {"text":"hi"} ]} ] }'],
	] as const)("%s: the very same text when it has none", (id, body) => {
		expect(clientProtocol(id).passRequest(body, "m", { bare: true })).toEqual({ body, warnings: [] });
	});
});
