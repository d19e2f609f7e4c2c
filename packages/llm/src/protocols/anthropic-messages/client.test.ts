import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../chat/request.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import { wrapSignature } from "../wrapped-signature.ts";
import { anthropicMessagesClient as client } from "./index.ts";

const origin = { provider: "gemini", model: "g" };
const error = { status: 404, code: "model_not_found", message: "Not known", param: null, requestId: "req_1" };

function events(...parts: StreamPart[]): JsonObject[] {
	const builder = client.streamBuilder({ includeUsage: true, origin });
	let state = builder.initial;
	let text = "";
	for (const part of [{ type: "start" as const, id: "a", model: "m" }, ...parts]) {
		const [next, out] = builder.step(state, part);
		state = next;
		text += out.join("");
	}
	text += builder.end(state).join("");
	return text.split("\n\n").flatMap((frame) => (frame === "" ? [] : [JSON.parse(frame.slice(frame.indexOf("data: ") + 6))]));
}

const finish: StreamPart = { type: "finish", reason: "stop", raw: "stop" };
const started = (found: JsonObject[]) => found.flatMap((event) => (event["content_block"] ? [event["content_block"]] : []));
const deltas = (found: JsonObject[]) => found.flatMap((event) => (event["type"] === "content_block_delta" ? [event["delta"]] : []));

describe("a stream", () => {
	test("begins the message with the first part, and tells usage once, at its end", () => {
		const usage = { input: 10, output: 5, cachedInput: 3, cacheWriteInput: 2, reasoning: 1 };

		const found = events({ type: "text-delta", text: "Hi" }, finish, { type: "usage", usage });

		expect(found.map(({ type }) => type)).toEqual([
			"message_start",
			"content_block_start",
			"content_block_delta",
			"content_block_stop",
			"message_delta",
			"message_stop",
		]);
		expect(found[4]).toEqual({
			type: "message_delta",
			delta: { stop_reason: "end_turn", stop_sequence: null },
			usage: {
				input_tokens: 5,
				cache_creation_input_tokens: 2,
				cache_read_input_tokens: 3,
				output_tokens: 5,
				output_tokens_details: { thinking_tokens: 1 },
			},
		});
	});

	test("says pings where the provider does, and nothing for what is empty", () => {
		const found = events({ type: "ping" }, { type: "text-delta", text: "" }, { type: "reasoning-delta", text: "" }, finish);

		expect(found.map(({ type }) => type)).toEqual(["message_start", "ping", "message_delta", "message_stop"]);
		expect(client.keepAlive).toBe('event: ping\ndata: {"type":"ping"}\n\n');
	});

	test("signs thinking with its maker's proof, and with a bare name where there is none", () => {
		const found = events(
			{ type: "reasoning-delta", text: "one" },
			{ type: "reasoning-signature", signature: "sig" },
			{ type: "reasoning-delta", text: "two" },
			{ type: "text-delta", text: "Hi" },
			{ type: "reasoning-signature", encrypted: "enc" },
			finish,
		);

		expect(deltas(found)).toEqual([
			{ type: "thinking_delta", thinking: "one" },
			{ type: "signature_delta", signature: wrapSignature({ signature: "sig" }, origin) },
			{ type: "thinking_delta", thinking: "two" },
			{ type: "signature_delta", signature: wrapSignature({}, origin) },
			{ type: "text_delta", text: "Hi" },
		]);
		expect(started(found).at(-1)).toEqual({ type: "redacted_thinking", data: wrapSignature({ encrypted: "enc" }, origin) });
	});

	test.each([
		["null", '{"_raw":"null"}'],
		[" [1]", '{"_raw":" [1]"}'],
		["", ""],
		[' {"a":1}', ' {"a":1}'],
		['{"torn":', '{"torn":'],
	])("gives the arguments %j as %j", (text, written) => {
		const pieces = [...text].map((piece): StreamPart => ({ type: "tool-call-delta", index: 0, arguments: piece }));

		const found = events(
			{ type: "tool-call-start", index: 0, id: "a:1", name: "f" },
			...pieces,
			{ type: "tool-call-end", index: 0 },
			finish,
		);

		expect(started(found)).toEqual([{ type: "tool_use", id: "a_1", name: "f", input: {} }]);
		expect(
			deltas(found)
				.map((delta) => (delta as JsonObject)["partial_json"])
				.join(""),
		).toBe(written);
	});

	test.each<[StreamPart[], string]>([
		[[{ type: "finish", reason: "stop", raw: "stop", stopSequence: "END" }], "stop_sequence"],
		[[{ type: "refusal-delta", text: "No" }, finish], "refusal"],
		[[{ type: "finish", reason: "content-filter", raw: "SAFETY" }], "refusal"],
		[[{ type: "finish", reason: "length", raw: "length" }], "max_tokens"],
		[[{ type: "finish", reason: "other", raw: "pause_turn" }], "pause_turn"],
		[[{ type: "finish", reason: "error", raw: "error" }], "max_tokens"],
	])("%j ends with %s", (parts, reason) => {
		const found = events(...parts);

		expect(found.find(({ type }) => type === "message_delta")).toMatchObject({ delta: { stop_reason: reason } });
	});

	test("that was broken off says no end", () => {
		expect(events({ type: "text-delta", text: "Hi" }).at(-1)).toMatchObject({ type: "content_block_delta" });
	});
});

describe("an error", () => {
	test("has Anthropic's form, the request's id, and a type for its status", () => {
		expect(client.buildError(error)).toEqual({
			type: "error",
			error: { type: "not_found_error", message: "Not known", details: { error_code: "model_not_found" } },
			request_id: "req_1",
		});
		expect(client.buildError({ ...error, status: 502 })).toMatchObject({ error: { type: "api_error" } });
		expect(client.buildError({ ...error, status: 422 })).toMatchObject({ error: { type: "invalid_request_error" } });
	});

	test("in a stream is an event of its own", () => {
		expect(client.buildStreamError(error)).toBe(`event: error\ndata: ${JSON.stringify(client.buildError(error))}\n\n`);
	});
});

describe("a body for an Anthropic account", () => {
	test("is untouched but for the model", () => {
		const body =
			'{ "model" : "x",\n"messages":[{"role":"assistant","content":[{"type":"thinking","signature":"c2ln","thinking":""}]}], "n":1.0}';

		expect(client.passRequest(body, "claude")).toEqual({ body: body.replace('"x"', '"claude"'), warnings: [] });
	});

	test("loses what another provider thought, and says so", () => {
		const foreign = wrapSignature({ signature: "s" }, origin);
		const own = { type: "thinking", thinking: "own", signature: "c2ln" };
		const messages = [
			{ role: "user", content: `What is ${foreign}?` },
			{ role: "assistant", content: [own, { type: "thinking", thinking: "theirs", signature: foreign }, { type: "text", text: "Hi" }] },
			{ role: "assistant", content: [{ type: "redacted_thinking", data: foreign }] },
			{ role: "user", content: [] },
		];

		const { body, warnings } = client.passRequest(JSON.stringify({ model: "x", messages, unknown: 1 }), "claude");

		expect(JSON.parse(body)).toEqual({
			model: "claude",
			messages: [messages[0], { role: "assistant", content: [own, { type: "text", text: "Hi" }] }, messages[3]],
			unknown: 1,
		});
		expect(warnings).toEqual(["dropped: reasoning that was not made by this provider"]);
	});
});
