import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { StreamPart } from "../chat/stream-part.ts";
import type { ProtocolId } from "../protocols/protocol.ts";
import { clientProtocol, upstreamProtocol } from "../protocols/registry.ts";
import { holdStream } from "./hold.ts";

const tokens = 200_000;
const measureEvery = 25_000;
const maxGrowth = 20 * 1024 * 1024;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** What is in use once everything that can go has gone. */
function inUse(): number {
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** A long answer, frame by frame, as a provider of this protocol sends it. */
async function* longAnswer(id: ProtocolId): AsyncGenerator<Uint8Array> {
	const builder = clientProtocol(id).streamBuilder({ includeUsage: true });
	let state = builder.initial;
	const told = function* (part: StreamPart): Generator<Uint8Array> {
		const [next, out] = builder.step(state, part);
		state = next;
		for (const text of out) yield Buffer.from(text);
	};
	yield* told({ type: "start", id: "a", model: "m" });
	for (let at = 0; at < tokens; at++) yield* told({ type: "text-delta", text: ` word${at % 10}` });
	yield* told({ type: "finish", reason: "stop", raw: "stop" });
	for (const text of builder.end(state)) yield Buffer.from(text);
}

test.each([
	["openai-chat", "passed through"],
	["openai-chat", "anthropic-messages"],
	["anthropic-messages", "gemini"],
	["gemini", "openai-chat"],
	["anthropic-messages", "openai-responses"],
] as const)("200,000 tokens of %s to %s take the memory of a few", async (from, to) => {
	const builder = to === "passed through" ? undefined : clientProtocol(to).streamBuilder({ includeUsage: true });
	const before = inUse();
	let peak = before;

	const held = await holdStream(longAnswer(from), upstreamProtocol(from), { builder });
	if (held.kind !== "output") throw new Error(`expected output, got ${held.kind}`);
	let pieces = 0;
	for await (const _ of held.rest) if (++pieces % measureEvery === 0) peak = Math.max(peak, inUse());

	expect(held.summary().finish).toMatchObject({ reason: "stop" });
	expect(pieces).toBeGreaterThanOrEqual(tokens - 1);
	expect(peak - before).toBeLessThan(maxGrowth);
});
