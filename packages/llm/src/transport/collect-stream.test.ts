import fc from "fast-check";
import { expect, test } from "vitest";
import { hubAnswer } from "../../../../test/support/hub-answer.ts";
import { runs } from "../../../../test/support/runs.ts";
import { bodyOf, cutBytes } from "../../../../test/support/streams.ts";
import type { ChatResponse } from "../chat/response.ts";
import { streamOf } from "../chat/stream-of.ts";
import { openaiResponsesClient, openaiResponsesUpstream } from "../protocols/openai-responses/index.ts";
import { collectStream } from "./collect-stream.ts";

const origin = { provider: "anthropic" };
const error = { status: 502, code: "upstream_error", message: "The provider hung up", param: null, requestId: "r" };

/** The events of an answer, without the last when it is cut. */
function events(answer: ChatResponse, cut = false): string {
	const builder = openaiResponsesClient.streamBuilder({ includeUsage: true, origin });
	let state = builder.initial;
	let text = "";
	for (const part of streamOf(answer)) {
		const [next, out] = builder.step(state, part);
		state = next;
		text += out.join("");
	}
	return cut ? text : text + builder.end(state).join("");
}

const collected = (...chunks: (Uint8Array | string)[]) => collectStream(bodyOf(chunks), openaiResponsesUpstream);

const hello: ChatResponse = {
	id: "resp_1",
	model: "m",
	created: 1,
	content: [{ type: "text", text: "Hello" }],
	finishReason: "stop",
	rawFinishReason: "completed",
};

test("a stream cut anywhere is the answer that would have come whole", async () => {
	const streams = hubAnswer.chain((answer) => cutBytes(events(answer)).map((chunks) => ({ answer, chunks })));

	await fc.assert(
		fc.asyncProperty(streams, async ({ answer, chunks }) => {
			const whole = openaiResponsesUpstream.parseResponse(JSON.parse(JSON.stringify(openaiResponsesClient.buildResponse(answer, origin))));

			expect(await collected(...chunks)).toEqual({ kind: "whole", response: whole });
		}),
		{ numRuns: runs(100, 3000) },
	);
});

test("an error anywhere is the provider's, and the rest is not waited for", async () => {
	let closed = false;
	async function* body() {
		try {
			yield Buffer.from(events(hello, true) + openaiResponsesClient.buildStreamError(error));
			yield Buffer.from("data: {}\n\n");
		} finally {
			closed = true;
		}
	}

	const result = await collectStream(body(), openaiResponsesUpstream);

	expect(result).toMatchObject({ kind: "error", message: "The provider hung up", body: expect.stringContaining("upstream_error") });
	expect(closed).toBe(true);
});

test("a last event without the blank line behind it counts", async () => {
	expect(await collected(events(hello).trimEnd())).toEqual({ kind: "whole", response: hello });
	expect(await collected(openaiResponsesClient.buildStreamError(error).trimEnd())).toMatchObject({ kind: "error" });
});

test("a stream without its end is broken", async () => {
	expect(await collected(events(hello, true))).toEqual({ kind: "broken" });
	expect(await collected()).toEqual({ kind: "broken" });
});
