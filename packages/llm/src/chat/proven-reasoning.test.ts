import { expect, test } from "vitest";
import { withReasoningOf } from "./proven-reasoning.ts";
import type { AssistantPart, ChatRequest } from "./request.ts";

const maker = { provider: "anthropic", account: "a1", model: "m" };
const words: AssistantPart = { type: "text", text: "Hi" };
const plain: AssistantPart = { type: "reasoning", text: "in the open" };

const asked = (...content: AssistantPart[]): ChatRequest => ({
	model: "x",
	messages: [
		{ role: "user", content: [{ type: "text", text: "Hello" }] },
		{ role: "assistant", content },
	],
	stream: false,
	streamUsage: false,
	tools: [],
	stopSequences: [],
	otherFields: [],
});
const left = (chat: ChatRequest): readonly unknown[] => chat.messages[1]?.content ?? [];

test("the maker's own reasoning stays, and the request is the same object", () => {
	const chat = asked(
		{ type: "reasoning", text: "t", signature: "s", origin: maker },
		{ type: "reasoning", text: "", encrypted: "e", origin: { provider: "anthropic", account: "a1", model: "another" } },
		{ type: "tool-call", id: "c", name: "f", arguments: "{}", signature: "s", origin: maker },
		plain,
	);

	expect(withReasoningOf(chat, maker)).toBe(chat);
});

test.each([
	["another provider", { ...maker, provider: "gemini" }],
	["another account", { ...maker, account: "a2" }],
	["an account nobody knows", { provider: "anthropic" }],
])("what %s proved goes, words, calls and open thoughts stay", (_, origin) => {
	const call: AssistantPart = { type: "tool-call", id: "c", name: "f", arguments: "{}" };
	const chat = asked({ type: "reasoning", text: "t", signature: "s", origin }, words, plain, { ...call, signature: "s", origin });

	expect(left(withReasoningOf(chat, maker))).toEqual([words, plain, call]);
});

test("a signature of which nobody knows the maker goes", () => {
	const chat = asked(words, { type: "reasoning", text: "", encrypted: "e" });

	expect(left(withReasoningOf(chat, maker))).toEqual([words]);
});

test("without a maker all reasoning goes, and a message that was nothing else with it", () => {
	const own: AssistantPart = { type: "reasoning", text: "t", signature: "s", origin: maker };

	expect(left(withReasoningOf(asked(own, plain, words)))).toEqual([words]);
	expect(withReasoningOf(asked(own)).messages).toHaveLength(1);
});
