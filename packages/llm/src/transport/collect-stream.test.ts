import fc from "fast-check";
import { expect, test } from "vitest";
import { hubAnswer } from "../../../../test/support/hub-answer.ts";
import { runs } from "../../../../test/support/runs.ts";
import { bodyOf, cutBytes } from "../../../../test/support/streams.ts";
import type { ChatResponse } from "../chat/response.ts";
import { streamOf } from "../chat/stream-of.ts";
import { openaiResponsesClient, openaiResponsesUpstream } from "../protocols/openai-responses/index.ts";
import type { ClientProtocol } from "../protocols/protocol.ts";
import { clientProtocol, upstreamProtocol } from "../protocols/registry.ts";
import { collectStream } from "./collect-stream.ts";

const origin = { provider: "anthropic" };
const error = { status: 502, code: "upstream_error", message: "The provider hung up", param: null, requestId: "r" };

/** The events of an answer, without the last when it is cut. */
function events(answer: ChatResponse, cut = false, client: ClientProtocol = openaiResponsesClient): string {
	const builder = client.streamBuilder({ includeUsage: true, origin });
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

/** Cut arguments are wrapped in a whole answer; in a stream they have gone out before they are known to be cut. */
const sound = hubAnswer.filter(({ content }) =>
	content.every((part) => part.type !== "tool-call" || !part.arguments.startsWith('{"broken')),
);

/** Only Responses keeps the borders and the order of what is said. */
const digest = ({ content, ...others }: ChatResponse) => ({
	...others,
	said: ["text", "refusal", "reasoning"].map((type) =>
		content.flatMap((part) => (part.type === type && "text" in part ? part.text : [])).join(""),
	),
	proofs: content.flatMap((part) => (part.type === "reasoning" ? [part.signature ?? part.encrypted ?? ""].filter(Boolean) : [])),
	calls: content.filter(({ type }) => type === "tool-call"),
});

test.each(["openai-chat", "openai-responses", "anthropic-messages", "gemini"] as const)(
	"a stream of %s cut anywhere is the answer that would have come whole",
	async (id) => {
		const [client, upstream] = [clientProtocol(id), upstreamProtocol(id)];
		const streams = sound.chain((answer) => cutBytes(events(answer, false, client)).map((chunks) => ({ answer, chunks })));

		await fc.assert(
			fc.asyncProperty(streams, async ({ answer, chunks }) => {
				const whole = upstream.parseResponse(JSON.parse(JSON.stringify(client.buildResponse(answer, origin))));

				const read = await collectStream(bodyOf(chunks), upstream);

				if (read.kind !== "whole") throw new Error(`expected a whole answer, got ${read.kind}`);
				expect(digest(read.response)).toEqual(digest(whole));
			}),
			{ numRuns: runs(100, 3000) },
		);
	},
);

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
