import { expect, test } from "vitest";
import { estimateTokens } from "./estimate-tokens.ts";
import type { ChatRequest, UserPart } from "./request.ts";

const asking = (content: UserPart[], more: Partial<ChatRequest> = {}): ChatRequest => ({
	model: "m",
	messages: [{ role: "user", content }],
	stream: false,
	streamUsage: false,
	tools: [],
	stopSequences: [],
	otherFields: [],
	...more,
});
const text = (value: string): UserPart => ({ type: "text", text: value });
const source = { kind: "url" as const, url: "https://a.test" };

test.each<[string, ChatRequest, number]>([
	["four letters are a token", asking([text("a".repeat(400))]), 104],
	["one of another script is", asking([text("日本語")]), 7],
	["an image", asking([{ type: "image", source }]), 1504],
	["a file", asking([{ type: "file", source }]), 3004],
	["nothing is still one", asking([], { messages: [] }), 1],
	["tools count with their schemas", asking([], { tools: [{ name: "f", description: "d".repeat(400) }] }), 112],
])("%s", (_what, request, tokens) => {
	expect(estimateTokens(request)).toBe(tokens);
});

test("calls and their results count", () => {
	const messages: ChatRequest["messages"] = [
		{ role: "assistant", content: [{ type: "tool-call", id: "a", name: "abcd", arguments: "{}{}" }] },
		{ role: "tool", content: [{ type: "tool-result", callId: "a", content: [{ type: "text", text: "abcd" }], isError: false }] },
	];

	expect(estimateTokens(asking([], { messages }))).toBe(11);
});
