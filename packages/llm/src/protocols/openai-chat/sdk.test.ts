import OpenAI from "openai";
import { Stream } from "openai/core/streaming";
import { ChatCompletionStream } from "openai/lib/ChatCompletionStream";
import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import { expect, test } from "vitest";
import type { StreamPart } from "../../chat/stream-part.ts";
import { openaiChatClient } from "./index.ts";

/** What the official SDK makes of streams that no recording holds. */

const start: StreamPart = { type: "start", id: "msg_1", model: "claude", created: 7 };
const error = { status: 502, code: "upstream_error", message: "The provider hung up", param: null, requestId: "r" };

function built(...parts: StreamPart[]): string {
	const builder = openaiChatClient.streamBuilder({ includeUsage: true });
	let state = builder.initial;
	let text = openaiChatClient.keepAlive;
	for (const part of parts) {
		const [next, out] = builder.step(state, part);
		state = next;
		text += out.join("");
	}
	return text + builder.end(state).join("");
}

const read = (text: string) => Stream.fromSSEResponse<ChatCompletionChunk>(new Response(text), new AbortController());

test("interleaved tool calls, keep-alive comments and usage", async () => {
	const stream = built(
		start,
		{ type: "text-delta", text: "Let me see" },
		{ type: "tool-call-start", index: 0, id: "a", name: "f" },
		{ type: "tool-call-start", index: 1, id: "b", name: "g" },
		{ type: "tool-call-delta", index: 1, arguments: "{}" },
		{ type: "ping" },
		{ type: "tool-call-delta", index: 0, arguments: "[]" },
		{ type: "usage", usage: { input: 3, output: 2, cachedInput: 1, cacheWriteInput: 0, reasoning: 1 } },
		{ type: "finish", reason: "tool-calls", raw: "tool_use" },
	);

	const answer = await ChatCompletionStream.fromReadableStream(read(stream).toReadableStream()).finalChatCompletion();

	expect(answer).toMatchObject({ id: "msg_1", created: 7, model: "claude", usage: { total_tokens: 5 } });
	expect(answer.choices[0]).toMatchObject({
		finish_reason: "tool_calls",
		message: {
			role: "assistant",
			content: "Let me see",
			tool_calls: [
				{ id: "a", type: "function", function: { name: "f", arguments: "[]" } },
				{ id: "b", type: "function", function: { name: "g", arguments: "{}" } },
			],
		},
	});
});

test("a refusal", async () => {
	const stream = built(start, { type: "refusal-delta", text: "I will not" }, { type: "finish", reason: "content-filter", raw: "refusal" });

	const answer = await ChatCompletionStream.fromReadableStream(read(stream).toReadableStream()).finalChatCompletion();

	expect(answer.choices[0]?.message.refusal).toBe("I will not");
});

test("an error after output throws, with our words", async () => {
	const text = built(start, { type: "text-delta", text: "Half" }) + openaiChatClient.buildStreamError(error);
	const seen: string[] = [];

	const reading = (async () => {
		for await (const chunk of read(text)) seen.push(chunk.choices[0]?.delta.content ?? "");
	})();

	await expect(reading).rejects.toThrow(OpenAI.APIError);
	await expect(reading).rejects.toMatchObject({
		code: "upstream_error",
		type: "server_error",
		message: expect.stringContaining("hung up"),
	});
	expect(seen.join("")).toBe("Half");
});
