import type { ChatRequest, Message } from "@smart-router/llm/chat/request.ts";
import { expect, it } from "vitest";
import { withoutQuotes } from "./quotes.ts";

const messages: readonly Message[] = [
	{ role: "system", content: [{ type: "text", text: "You are the helper of ACME Ltd." }] },
	{ role: "user", content: [{ type: "text", text: "My diagnosis is\n\n  very private, doctor" }] },
	{ role: "assistant", content: [{ type: "tool-call", id: "1", name: "look_up", arguments: '{"patient":"Jane Roe-4711"}' }] },
	{
		role: "tool",
		content: [{ type: "tool-result", callId: "1", content: [{ type: "text", text: "Room 12, third floor" }], isError: false }],
	},
];
const chat: ChatRequest = { model: "m", messages, stream: false, streamUsage: false, tools: [], stopSequences: [], otherFields: [] };

it.each([
	["Rate limit reached for requests.", "Rate limit reached for requests."],
	["Refused: 'My diagnosis is very private, doctor' is not allowed.", "Refused: '[quoted]' is not allowed."],
	["Refused: “diagnosis is very priv…”", "Refused: “[quoted]…”"],
	['at {"patient":"Jane Roe-4711"}: overloaded', 'at {"[quoted]: overloaded'],
	["Room 12, third floor / You are the helper of ACME Ltd.", "[quoted] / [quoted]"],
	["very private", "[quoted]"],
	["private", "private"],
	["", ""],
])("%j is kept as %j", (text, kept) => {
	expect(withoutQuotes(text, chat)).toBe(kept);
});

it("costs little on a long conversation", () => {
	const long: ChatRequest = {
		...chat,
		messages: [{ role: "user", content: [{ type: "text", text: "word after word ".repeat(100_000) }] }],
	};
	const started = performance.now();

	withoutQuotes("x1 ".repeat(100), long);

	expect(performance.now() - started).toBeLessThan(2000);
});
