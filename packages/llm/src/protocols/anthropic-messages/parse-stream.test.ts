import { describe, expect, it } from "vitest";
import { streamParts } from "../../../../../test/support/stream-content.ts";
import type { Json } from "../../chat/request.ts";
import type { Frame } from "../../transport/sse.ts";
import { anthropicMessagesUpstream as upstream } from "./index.ts";

const frame = (event: { readonly type: string; readonly [name: string]: Json }) => ({ event: event.type, data: JSON.stringify(event) });
const start = frame({
	type: "message_start",
	message: { id: "msg_1", model: "claude-x", usage: { input_tokens: 3, cache_read_input_tokens: 4, output_tokens: 1 } },
});
const block = (index: number, content: Json) => frame({ type: "content_block_start", index, content_block: content });
const delta = (index: number, piece: Json) => frame({ type: "content_block_delta", index, delta: piece });
const stop = (index: number) => frame({ type: "content_block_stop", index });
const messageDelta = (told: Json, usage: Json) => frame({ type: "message_delta", delta: told, usage });
const parts = (...frames: Frame[]) => streamParts(upstream, frames);
const body = (...frames: Frame[]) => parts(start, ...frames).filter(({ type }) => type !== "start" && type !== "usage");

describe("parse-stream", () => {
	it("tells the start once and adds the counts up over the stream", () => {
		const made = parts(
			start,
			frame({ type: "ping" }),
			messageDelta(
				{ stop_reason: "stop_sequence", stop_sequence: "END" },
				{ input_tokens: null, output_tokens: 9, output_tokens_details: { thinking_tokens: 5 } },
			),
			frame({ type: "message_stop" }),
			start,
		);

		expect(made).toEqual([
			{ type: "start", id: "msg_1", model: "claude-x" },
			{ type: "usage", usage: { input: 7, output: 1, cachedInput: 4, cacheWriteInput: 0, reasoning: 0 } },
			{ type: "ping" },
			{ type: "usage", usage: { input: 7, output: 9, cachedInput: 4, cacheWriteInput: 0, reasoning: 5 } },
			{ type: "finish", reason: "stop", raw: "stop_sequence", stopSequence: "END" },
		]);
	});

	it("ends thinking with its proof, and hidden thinking with its data", () => {
		expect(
			body(
				block(0, { type: "thinking", thinking: "", signature: "" }),
				delta(0, { type: "thinking_delta", thinking: "hm" }),
				delta(0, { type: "signature_delta", signature: "sig" }),
				stop(0),
				block(1, { type: "redacted_thinking", data: "xyz" }),
				stop(1),
				block(2, { type: "thinking", thinking: "bare" }),
				stop(2),
			),
		).toEqual([
			{ type: "reasoning-delta", text: "hm" },
			{ type: "reasoning-signature", signature: "sig" },
			{ type: "reasoning-signature", encrypted: "xyz" },
			{ type: "reasoning-delta", text: "bare" },
			{ type: "reasoning-signature" },
		]);
	});

	it("writes the arguments that come in pieces, with the start, or not at all", () => {
		const call = (id: string, input: Json) => ({ type: "tool_use", id, name: "f", input });

		expect(
			body(
				block(0, call("a", {})),
				delta(0, { type: "input_json_delta", partial_json: "" }),
				delta(0, { type: "input_json_delta", partial_json: '{"x"' }),
				delta(0, { type: "input_json_delta", partial_json: ":1}" }),
				stop(0),
				block(1, call("b", { y: 2 })),
				stop(1),
				block(2, call("c", {})),
				messageDelta({ stop_reason: "end_turn" }, {}),
			),
		).toEqual([
			{ type: "tool-call-start", index: 0, id: "a", name: "f" },
			{ type: "tool-call-delta", index: 0, arguments: '{"x"' },
			{ type: "tool-call-delta", index: 0, arguments: ":1}" },
			{ type: "tool-call-end", index: 0 },
			{ type: "tool-call-start", index: 1, id: "b", name: "f" },
			{ type: "tool-call-delta", index: 1, arguments: '{"y":2}' },
			{ type: "tool-call-end", index: 1 },
			{ type: "tool-call-start", index: 2, id: "c", name: "f" },
			{ type: "tool-call-delta", index: 2, arguments: "{}" },
			{ type: "tool-call-end", index: 2 },
			{ type: "finish", reason: "tool-calls", raw: "end_turn" },
		]);
	});

	it("passes over the provider's own tools, citations and what it does not know", () => {
		expect(
			body(
				block(0, { type: "server_tool_use", id: "s", name: "web_search", input: {} }),
				delta(0, { type: "input_json_delta", partial_json: "{}" }),
				stop(0),
				block(1, { type: "text", text: "a" }),
				delta(1, { type: "citations_delta", citation: {} }),
				delta(1, { type: "text_delta", text: "b" }),
				delta(7, { type: "text_delta", text: "of no block" }),
				frame({ type: "something_new", index: 1 }),
				{ event: "vendor.note", data: "no JSON" },
				{ event: "", data: "" },
			),
		).toEqual([
			{ type: "text-delta", text: "a" },
			{ type: "text-delta", text: "b" },
		]);
	});

	it("says why the model refused", () => {
		const details = { type: "refusal", category: "cyber", explanation: "Not this." };

		expect(body(messageDelta({ stop_reason: "refusal", stop_details: details }, {}))).toEqual([
			{ type: "refusal-delta", text: "Not this." },
			{ type: "finish", reason: "content-filter", raw: "refusal" },
		]);
	});

	it("ends with the provider's error, or with its own when an event cannot be read", () => {
		const overloaded = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };

		expect(body(frame(overloaded), block(0, { type: "text", text: "late" }))).toEqual([
			{ type: "error", message: "Overloaded", body: JSON.stringify(overloaded) },
		]);
		expect(body({ event: "content_block_delta", data: '{"type":"content_bl' })).toMatchObject([{ type: "error" }]);
	});

	it("owes no finish to a broken stream", () => {
		expect(body(block(0, { type: "text", text: "Once upon" }))).toEqual([{ type: "text-delta", text: "Once upon" }]);
	});
});

describe("glimpse", () => {
	const seen = (one: ReturnType<typeof frame>, after = false) => upstream.glimpse(one, after);

	it("tells the first output from what comes before it", () => {
		expect(seen(start)).toEqual({ output: false, usage: { input: 7, output: 1, cachedInput: 4, cacheWriteInput: 0, reasoning: 0 } });
		expect(seen(block(0, { type: "text", text: "" })).output).toBe(false);
		expect(seen(delta(0, { type: "text_delta", text: "" })).output).toBe(false);
		expect(seen(delta(0, { type: "signature_delta", signature: "s" })).output).toBe(false);
		expect(seen(delta(0, { type: "thinking_delta", thinking: "a" })).output).toBe(true);
		expect(seen(block(0, { type: "tool_use", id: "a", name: "f", input: {} })).output).toBe(true);
		expect(seen(block(0, { type: "server_tool_use", id: "a", name: "f", input: {} })).output).toBe(true);
	});

	it("reads only the last events once the output has begun, named or not", () => {
		const last = messageDelta({ stop_reason: "max_tokens" }, { output_tokens: 4 });

		expect(seen(delta(0, { type: "text_delta", text: "more" }), true).output).toBe(false);
		expect(seen({ ...last, event: "" }, true)).toMatchObject({ finish: { reason: "length", raw: "max_tokens" }, usage: { output: 4 } });
		expect(seen(frame({ type: "error", error: { message: "Overloaded" } }), true).error?.message).toBe("Overloaded");
	});
});
