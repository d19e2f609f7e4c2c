import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hubAnswer } from "../../../../test/support/hub-answer.ts";
import { runs } from "../../../../test/support/runs.ts";
import { bodyOf, cutBytes } from "../../../../test/support/streams.ts";
import { streamOf } from "../chat/stream-of.ts";
import type { ProtocolId } from "../protocols/protocol.ts";
import { clientProtocol, upstreamProtocol } from "../protocols/registry.ts";
import { holdStream } from "./hold.ts";

/** Frames that no version of a protocol has yet, comments, and blank lines. */
const oddities = fc.constantFrom(
	": ping\n\n",
	"\n",
	'event: new\ndata: {"type":"new.event","deep":[{"x":null}]}\n\n',
	"id: 7\nretry: 3\n\n",
	"data: {}\r\n\r\n",
);

/** An answer as this protocol streams it, with oddities between its frames, cut anywhere. */
const streams = (id: ProtocolId): fc.Arbitrary<Uint8Array[]> =>
	fc.tuple(hubAnswer, fc.array(fc.tuple(fc.nat(), oddities), { maxLength: 5 })).chain(([answer, odd]) => {
		const builder = clientProtocol(id).streamBuilder({ includeUsage: true });
		const frames: string[] = [];
		let state = builder.initial;
		for (const part of streamOf(answer)) {
			const [next, out] = builder.step(state, part);
			state = next;
			frames.push(...out);
		}
		frames.push(...builder.end(state));
		for (const [place, text] of odd) frames.splice(place % (frames.length + 1), 0, text);
		return cutBytes(frames.join(""));
	});

describe.each(["openai-chat", "openai-responses", "anthropic-messages", "gemini"] as const)("%s passed through", (id) => {
	test("is the same bytes, whatever the stream says and wherever it is cut", async () => {
		await fc.assert(
			fc.asyncProperty(streams(id), async (chunks) => {
				const held = await holdStream(bodyOf(chunks), upstreamProtocol(id));

				if (held.kind !== "output") throw new Error(`expected output, got ${held.kind}`);
				const passed = [Buffer.from(held.first)];
				for await (const bytes of held.rest) passed.push(Buffer.from(bytes));
				expect(Buffer.concat(passed).equals(Buffer.concat(chunks))).toBe(true);
				expect(held.summary()).toMatchObject({ broken: false, owesError: false });
			}),
			{ numRuns: runs(250, 1000) },
		);
	});
});
