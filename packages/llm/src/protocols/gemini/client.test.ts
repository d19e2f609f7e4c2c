import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../chat/request.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import type { ClientProtocol } from "../protocol.ts";
import { unwrapSignature, wrapSignature } from "../wrapped-signature.ts";
import { geminiArrayClient, geminiClient } from "./index.ts";

const origin = { provider: "anthropic", model: "claude" };
const error = { status: 429, code: "rate_limited", message: "Slow down", param: null, requestId: "req_1" };

function built(client: ClientProtocol, parts: readonly StreamPart[]): string {
	const builder = client.streamBuilder({ includeUsage: true, origin });
	let state = builder.initial;
	let text = "";
	for (const part of [{ type: "start" as const, id: "a", model: "m" }, ...parts]) {
		const [next, out] = builder.step(state, part);
		state = next;
		text += out.join("");
	}
	return text + builder.end(state).join("");
}

const answer: StreamPart[] = [
	{ type: "reasoning-delta", text: "Hm" },
	{ type: "reasoning-signature", signature: "s" },
	{ type: "text-delta", text: "Hi" },
	{ type: "tool-call-start", index: 0, id: "c", name: "f" },
	{ type: "tool-call-delta", index: 0, arguments: '{"a":' },
	{ type: "tool-call-delta", index: 0, arguments: "1}" },
	{ type: "tool-call-end", index: 0 },
	{ type: "finish", reason: "tool-calls", raw: "tool_use" },
	{ type: "usage", usage: { input: 10, output: 7, cachedInput: 4, cacheWriteInput: 1, reasoning: 3 } },
];

describe("a stream", () => {
	test("says text in increments, a call whole, and the end with usage in the last chunk", () => {
		const chunks = built(geminiClient, answer)
			.split("\n\n")
			.flatMap((frame) => (frame === "" ? [] : [JSON.parse(frame.slice("data: ".length)) as JsonObject]));

		const parts = chunks.map((chunk) => (chunk["candidates"] as { content: { parts: JsonObject[] } }[])[0]?.content.parts);
		expect(parts).toEqual([
			[{ text: "Hm", thought: true }],
			[{ text: "", thought: true, thoughtSignature: wrapSignature({ signature: "s" }, origin) }],
			[{ text: "Hi" }],
			[{ functionCall: { id: "c", name: "f", args: { a: 1 } }, thoughtSignature: wrapSignature({}, origin) }],
			[{ text: "" }],
		]);
		expect(chunks.at(-1)).toMatchObject({
			candidates: [{ finishReason: "STOP", index: 0 }],
			usageMetadata: {
				promptTokenCount: 10,
				cachedContentTokenCount: 4,
				candidatesTokenCount: 4,
				thoughtsTokenCount: 3,
				totalTokenCount: 17,
			},
			modelVersion: "m",
			responseId: "a",
		});
	});

	test("is the same as one array, between whose elements silence may be broken", () => {
		const events = built(geminiClient, answer)
			.split("\n\n")
			.flatMap((frame) => (frame === "" ? [] : [JSON.parse(frame.slice("data: ".length))]));
		const array = built(geminiArrayClient, answer);

		expect(JSON.parse(array)).toEqual(events);
		expect(JSON.parse(array.replaceAll("\n\n", `\n\n${geminiArrayClient.keepAlive}`))).toEqual(events);
	});

	test.each<[StreamPart[], string]>([
		[
			[
				{ type: "refusal-delta", text: "No" },
				{ type: "finish", reason: "stop", raw: "stop" },
			],
			"SAFETY",
		],
		[[{ type: "finish", reason: "content-filter", raw: "refusal" }], "SAFETY"],
		[[{ type: "finish", reason: "content-filter", raw: "RECITATION" }], "RECITATION"],
		[[{ type: "finish", reason: "length", raw: "length" }], "MAX_TOKENS"],
		[[{ type: "finish", reason: "error", raw: "error" }], "OTHER"],
	])("%j ends with %s", (parts, reason) => {
		expect(built(geminiClient, parts)).toContain(`"finishReason":"${reason}"`);
	});
});

describe("an error", () => {
	test("has Google's form, and a status by its code", () => {
		expect(geminiClient.buildError(error)).toMatchObject({
			error: { code: 429, message: "Slow down", status: "RESOURCE_EXHAUSTED", details: [{ reason: "RATE_LIMITED" }] },
		});
		expect(geminiClient.buildError({ ...error, status: 502 })).toMatchObject({ error: { status: "INTERNAL" } });
		expect(geminiClient.buildStreamError(error)).toBe(`data: ${JSON.stringify(geminiClient.buildError(error))}\n\n`);
	});
});

describe("a body for a Google account", () => {
	const foreign = wrapSignature({ signature: "s" }, origin);
	const contents = [
		{ role: "user", parts: [{ text: "hi" }] },
		{ role: "model", parts: [{ text: "thought", thought: true, thoughtSignature: foreign }] },
		{
			role: "model",
			parts: [
				{ text: "said", thoughtSignature: foreign },
				{ functionCall: { name: "f" }, thoughtSignature: foreign },
				{ functionCall: { name: "g" }, thoughtSignature: "b3du" },
			],
		},
	];

	test("is untouched, whatever stands in it", () => {
		const body = '{ "contents":[], "model":"models/x", "n":1.0 }';

		expect(geminiClient.passRequest(body, "gemini-3-flash")).toEqual({ body, warnings: [] });
	});

	test.each([
		["gemini-3-flash", { functionCall: { name: "f" }, thoughtSignature: "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=" }],
		["gemini-2.5-pro", { functionCall: { name: "f" } }],
	])("for %s loses what another provider thought", (model, call) => {
		const { body, warnings } = geminiClient.passRequest(JSON.stringify({ contents, unknown: 1 }), model);

		expect(JSON.parse(body)).toEqual({
			contents: [
				contents[0],
				{ role: "model", parts: [{ text: "said" }, call, { functionCall: { name: "g" }, thoughtSignature: "b3du" }] },
			],
			unknown: 1,
		});
		expect(warnings).toHaveLength(1);
	});
});

test("a wrapped signature tells its maker, is base64, and survives base64 for URLs", () => {
	const wrapped = wrapSignature({ signature: "a??>>b", id: "rs" }, { provider: "openai", model: "gpt-«ü»", account: "abc" });
	const url = wrapped.replaceAll("+", "-").replaceAll("/", "_");

	expect(wrapped).toMatch(/^[A-Za-z0-9+/]+=*$/);
	for (const text of [wrapped, url]) {
		expect(unwrapSignature(text)).toEqual({
			proof: { signature: "a??>>b", id: "rs" },
			origin: { provider: "openai", model: "gpt-«ü»", account: "abc" },
		});
	}
	expect(unwrapSignature("c2ln")).toBeUndefined();
});
