import { describe, expect, it } from "vitest";
import { MalformedAnswer } from "../protocol.ts";
import { errorMessage } from "./error.ts";
import { finishReason } from "./finish-reason.ts";
import { parseResponse } from "./parse-response.ts";
import { usageOf } from "./usage.ts";

describe("parse-response", () => {
	it("reads every kind of content and passes over what it does not know", () => {
		const answer = parseResponse({
			id: "msg_1",
			model: "claude-x",
			content: [
				{ type: "thinking", thinking: "hm", signature: "sig" },
				{ type: "redacted_thinking", data: "xyz" },
				{ type: "text", text: "Hello", citations: [] },
				{ type: "hologram", depth: 3 },
				{ type: "tool_use", id: "toolu_1", name: "f", input: { a: 1 } },
				"nonsense",
			],
			stop_reason: "end_turn",
			stop_sequence: null,
			stop_details: { type: "refusal", explanation: "No more." },
			usage: { input_tokens: 1, output_tokens: 2 },
			novelty: true,
		});

		expect(answer).toEqual({
			id: "msg_1",
			model: "claude-x",
			created: 0,
			content: [
				{ type: "reasoning", text: "hm", signature: "sig" },
				{ type: "reasoning", text: "", encrypted: "xyz" },
				{ type: "text", text: "Hello" },
				{ type: "tool-call", id: "toolu_1", name: "f", arguments: '{"a":1}' },
				{ type: "refusal", text: "No more." },
			],
			finishReason: "tool-calls",
			rawFinishReason: "end_turn",
			usage: { input: 1, output: 2, cachedInput: 0, cacheWriteInput: 0, reasoning: 0 },
		});
	});

	it.each([[null], [[]], ["text"], [{}], [{ content: "text" }]])("%o is no answer", (body) => {
		expect(() => parseResponse(body)).toThrow(MalformedAnswer);
	});

	it("names the error that came in place of an answer", () => {
		expect(() => parseResponse({ type: "error", error: { message: "Overloaded" } })).toThrow("Overloaded");
	});
});

it("counts cached and written input into the whole", () => {
	const counts = { input_tokens: 5, cache_creation_input_tokens: 10, cache_read_input_tokens: 100, output_tokens: 7 };

	expect(usageOf({ ...counts, output_tokens_details: { thinking_tokens: 3 } })).toEqual({
		input: 115,
		output: 7,
		cachedInput: 100,
		cacheWriteInput: 10,
		reasoning: 3,
	});
	expect(usageOf({ service_tier: "standard" })).toBeUndefined();
});

it.each([
	["end_turn", false, "stop"],
	["end_turn", true, "tool-calls"],
	["tool_use", true, "tool-calls"],
	["max_tokens", true, "length"],
	["model_context_window_exceeded", false, "length"],
	["refusal", true, "content-filter"],
	["pause_turn", false, "other"],
	["constructor", false, "other"],
] as const)("stop_reason %s (called: %s) is %s", (raw, called, reason) => {
	expect(finishReason(raw, called)).toBe(reason);
});

it.each([
	['{"type":"error","error":{"type":"api_error","message":"Broken"}}', "Broken"],
	['{"error":"plain"}', "plain"],
	['{"message":"bare"}', "bare"],
	["<html>502</html>", undefined],
	["{}", undefined],
	["[]", undefined],
])("the message in %s", (body, message) => {
	expect(errorMessage(body)).toBe(message);
});
