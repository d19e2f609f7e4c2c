import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hubAnswer } from "../../../../test/support/hub-answer.ts";
import { runs } from "../../../../test/support/runs.ts";
import { bodyOf, cutBytes } from "../../../../test/support/streams.ts";
import { streamOf } from "../chat/stream-of.ts";
import type { ProtocolId } from "../protocols/protocol.ts";
import { clientProtocol, upstreamProtocol } from "../protocols/registry.ts";
import { type HeldStream, holdStream } from "./hold.ts";

/** Frames that no version of a protocol has yet, comments, and blank lines. */
const oddities = fc.constantFrom(
	": ping\n\n",
	"\n",
	'event: new\ndata: {"type":"new.event","deep":[{"x":null}]}\n\n',
	"id: 7\nretry: 3\n\n",
	"data: {}\r\n\r\n",
);

/** The frames of an answer as this protocol streams it, with oddities between them. */
const framed = (id: ProtocolId): fc.Arbitrary<string[]> =>
	fc.tuple(hubAnswer, fc.array(fc.tuple(fc.nat(), oddities), { maxLength: 5 })).map(([answer, odd]) => {
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
		return frames;
	});

/** Such an answer cut anywhere. */
const streams = (id: ProtocolId): fc.Arbitrary<Uint8Array[]> => framed(id).chain((frames) => cutBytes(frames.join("")));

async function read(held: HeldStream): Promise<Buffer> {
	if (held.kind !== "output") throw new Error(`expected output, got ${held.kind}`);
	const passed = [Buffer.from(held.first)];
	for await (const bytes of held.rest) passed.push(Buffer.from(bytes));
	expect(held.summary()).toMatchObject({ broken: false, owesError: false });
	return Buffer.concat(passed);
}

describe.each(["openai-chat", "openai-responses", "anthropic-messages", "gemini"] as const)("%s passed through", (id) => {
	test("is the same bytes, whatever the stream says and wherever it is cut", async () => {
		await fc.assert(
			fc.asyncProperty(streams(id), async (chunks) => {
				const held = await holdStream(bodyOf(chunks), upstreamProtocol(id));

				expect((await read(held)).equals(Buffer.concat(chunks))).toBe(true);
			}),
			{ numRuns: runs(250, 1000) },
		);
	});
});

test("openai-chat passed through to a client that has not asked for the counts is the same bytes but for their chunk, wherever it is cut", async () => {
	const { unasked } = clientProtocol("openai-chat").passRequest('{"model":"m","stream":true}', "m", { askUsage: true });
	const cut = framed("openai-chat").chain((frames) => cutBytes(frames.join("")).map((chunks) => ({ frames, chunks })));
	let told = 0;

	await fc.assert(
		fc.asyncProperty(cut, async ({ frames, chunks }) => {
			const others = frames.filter((frame) => !frame.includes('"choices":[],"usage":{'));
			told += frames.length - others.length;

			const held = await holdStream(bodyOf(chunks), upstreamProtocol("openai-chat"), { unasked });

			expect((await read(held)).toString()).toBe(others.join(""));
		}),
		{ numRuns: runs(250, 1000) },
	);
	expect(told).toBeGreaterThan(0);
});
