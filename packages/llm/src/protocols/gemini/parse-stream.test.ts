import { describe, expect, it } from "vitest";
import { contentOf, streamParts } from "../../../../../test/support/stream-content.ts";
import type { Json } from "../../chat/request.ts";
import { MalformedAnswer } from "../protocol.ts";
import { geminiUpstream as upstream } from "./index.ts";

const frame = (data: Json) => ({ event: "", data: JSON.stringify(data) });
const body = (parts: Json[], finishReason?: string, more: { readonly [name: string]: Json } = {}) => ({
	candidates: [{ content: { role: "model", parts }, ...(finishReason !== undefined && { finishReason }) }],
	responseId: "r1",
	modelVersion: "gemini-x",
	...more,
});
const parts = (...chunks: Json[]) => streamParts(upstream, chunks.map(frame));
const content = (...chunks: Json[]) => contentOf(parts(...chunks));

describe("parse-stream", () => {
	it("tells the start once, increments, counts, and the finish at the end although every chunk says it", () => {
		const made = parts(
			body([{ text: "think", thought: true }], "STOP", { usageMetadata: { promptTokenCount: 5 } }),
			body([{ text: "Hel" }], "STOP"),
			body([{ text: "lo" }, { text: "", thoughtSignature: "sig" }], "STOP", {
				usageMetadata: {
					promptTokenCount: 5,
					toolUsePromptTokenCount: 2,
					cachedContentTokenCount: 3,
					candidatesTokenCount: 4,
					thoughtsTokenCount: 6,
				},
			}),
		);

		expect(made).toEqual([
			{ type: "start", id: "r1", model: "gemini-x" },
			{ type: "reasoning-delta", text: "think" },
			{ type: "usage", usage: { input: 5, output: 0, cachedInput: 0, cacheWriteInput: 0, reasoning: 0 } },
			{ type: "text-delta", text: "Hel" },
			{ type: "text-delta", text: "lo" },
			{ type: "reasoning-signature", signature: "sig" },
			{ type: "usage", usage: { input: 7, output: 10, cachedInput: 3, cacheWriteInput: 0, reasoning: 6 } },
			{ type: "finish", reason: "stop", raw: "STOP" },
		]);
	});

	it.each(["STOP", "OTHER", "MALFORMED_FUNCTION_CALL", "NEW_REASON"])("a call makes %s a finish with tool calls", (raw) => {
		const chunks = [
			body([{ functionCall: { name: "f", args: { a: 1 } }, thoughtSignature: "sig" }, { functionCall: { id: "own", name: "g" } }]),
			body([], raw),
		];

		expect(content(...chunks)).toMatchObject({
			content: [
				{ type: "tool-call", id: "call_r1_0", name: "f", arguments: '{"a":1}', signature: "sig" },
				{ type: "tool-call", id: "own", name: "g", arguments: "{}" },
			],
			finish: { reason: "tool-calls", raw },
		});
	});

	it.each([
		["MAX_TOKENS", "length"],
		["SAFETY", "content-filter"],
		["LANGUAGE", "other"],
		["toString", "other"],
	])("%s is %s", (raw, reason) => {
		expect(content(body([{ text: "a" }], raw)).finish).toEqual({ reason, raw });
		expect(upstream.parseResponse(body([{ text: "a" }], raw)).finishReason).toBe(reason);
	});

	it("a malformed call with nothing else is an error that another try may mend", () => {
		const chunk = { candidates: [{ finishReason: "MALFORMED_FUNCTION_CALL", finishMessage: "Malformed function call: f(" }] };

		expect(content(chunk)).toMatchObject({ finish: undefined, errors: ["Malformed function call: f("] });
		expect(() => upstream.parseResponse(chunk)).toThrow(MalformedAnswer);
		expect(content(body([{ text: "Sorry" }]), chunk)).toMatchObject({ finish: { reason: "error" }, errors: [] });
	});

	it("a blocked prompt is filtered content", () => {
		const blocked = { promptFeedback: { blockReason: "SAFETY" }, usageMetadata: { promptTokenCount: 4 } };

		expect(content(blocked)).toMatchObject({ content: [], finish: { reason: "content-filter", raw: "SAFETY" }, usage: { input: 4 } });
		expect(upstream.parseResponse({ promptFeedback: { blockReason: "OTHER" } })).toMatchObject({
			content: [],
			finishReason: "content-filter",
			rawFinishReason: "OTHER",
		});
	});

	it("ends with the provider's error, or its own when a chunk cannot be read", () => {
		const error = { error: { code: 503, message: "The model is overloaded.", status: "UNAVAILABLE" } };

		expect(parts(body([{ text: "a" }]), error, body([{ text: "late" }], "STOP")).slice(2)).toEqual([
			{ type: "error", message: "The model is overloaded.", body: JSON.stringify(error) },
		]);
		expect(streamParts(upstream, [{ event: "", data: '{"candid' }])).toMatchObject([{ type: "error" }]);
	});

	it("owes nothing to a stream that breaks, not even the end of an open call", () => {
		const open = body([{ functionCall: { name: "f", willContinue: true } }]);

		expect(parts(body([{ text: "a" }])).map(({ type }) => type)).toEqual(["start", "text-delta"]);
		expect(parts(open).map(({ type }) => type)).toEqual(["start", "tool-call-start"]);
	});

	it("puts arguments in pieces together by their places", () => {
		const piece = (partialArgs: Json[], willContinue = true) => body([{ functionCall: { partialArgs, willContinue } }]);
		const { content: made, finish } = content(
			body([{ functionCall: { name: "f", willContinue: true } }]),
			piece([
				{ jsonPath: "$.city", stringValue: "Os", willContinue: true },
				{ jsonPath: "$.list[0]['a.b']", numberValue: 1 },
			]),
			piece([
				{ jsonPath: "$.city", stringValue: "lo" },
				{ jsonPath: "$.list[1]", boolValue: false },
				{ jsonPath: "$.__proto__.x", nullValue: null },
			]),
			piece([
				{ jsonPath: "$.list[99999999]", stringValue: "far" },
				{ jsonPath: "nowhere", stringValue: "x" },
				{ jsonPath: "$..all", stringValue: "x" },
			]),
			body([{ functionCall: {} }]),
			body([{ functionCall: { name: "g", args: {}, willContinue: true } }], "STOP"),
		);

		expect(made.map((part) => (part.type === "tool-call" ? part.arguments : part))).toEqual([
			'{"city":"Oslo","list":[{"a.b":1},false],"__proto__":{"x":null}}',
			"{}",
		]);
		expect(finish?.reason).toBe("tool-calls");
	});
});

describe("parse-response", () => {
	it.each([[null], [[]], [{}], [{ candidates: [] }], [{ candidates: [{ content: {} }] }]])("%o is no answer", (value) => {
		expect(() => upstream.parseResponse(value)).toThrow(MalformedAnswer);
	});

	it("takes an empty answer that has finished", () => {
		expect(upstream.parseResponse({ candidates: [{ finishReason: "STOP" }] })).toMatchObject({ content: [], finishReason: "stop" });
	});
});

describe("errorMessage", () => {
	const inner = { error: { code: 400, message: "API key not valid.", status: "INVALID_ARGUMENT" } };

	it.each([
		[JSON.stringify(inner), "API key not valid."],
		[JSON.stringify([inner]), "API key not valid."],
		[JSON.stringify({ error: { message: JSON.stringify(inner) } }), "API key not valid."],
		[JSON.stringify({ error: { message: "{ not JSON" } }), "{ not JSON"],
		["<html>", undefined],
		["{}", undefined],
	])("%s", (text, message) => {
		expect(upstream.errorMessage(text)).toBe(message);
	});
});

describe("glimpse", () => {
	it("sees the first output, and afterwards only the last word", () => {
		const signed = frame(body([{ text: "", thoughtSignature: "s" }]));
		const spoken = frame(body([{ text: 'say "finishReason" and "error"' }], undefined, { usageMetadata: { promptTokenCount: 1 } }));
		const failed = frame({ error: { message: "Overloaded" } });

		expect(upstream.glimpse(signed, false).output).toBe(false);
		expect(upstream.glimpse(spoken, false)).toMatchObject({ output: true, usage: { input: 1 } });
		expect(upstream.glimpse(spoken, true)).toEqual({ output: false });
		expect(upstream.glimpse(frame({ usageMetadata: { promptTokenCount: 2 } }), true)).toMatchObject({ usage: { input: 2 } });
		expect(upstream.glimpse(frame(body([{ functionCall: { name: "f" } }], "STOP")), true).finish).toEqual({
			reason: "tool-calls",
			raw: "STOP",
		});
		expect(upstream.glimpse(failed, true).error).toEqual({ message: "Overloaded", body: failed.data });
	});
});
