import fc from "fast-check";
import { expect, test } from "vitest";
import { hubAnswer } from "../../../../test/support/hub-answer.ts";
import { runs } from "../../../../test/support/runs.ts";
import { type Collected, collect, nothingCollected } from "./collect.ts";
import { streamOf } from "./stream-of.ts";
import type { StreamPart } from "./stream-part.ts";

const collected = (parts: readonly StreamPart[]): Collected => parts.reduce<Collected>(collect, nothingCollected);

/** The same parts with every text told in smaller pieces, and pings between. */
function inPieces(parts: readonly StreamPart[], size: number): StreamPart[] {
	return parts.flatMap((part): StreamPart[] => {
		if (part.type === "tool-call-delta") return pieces(part.arguments, size).map((text) => ({ ...part, arguments: text }));
		if (!("text" in part)) return [part, { type: "ping" }];
		return pieces(part.text, size).map((text) => ({ ...part, text }));
	});
}

const pieces = (text: string, size: number): string[] =>
	Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));

test("an answer told as a stream, in pieces of any size, is collected as it was", () => {
	fc.assert(
		fc.property(hubAnswer, fc.integer({ min: 1, max: 20 }), (answer, size) => {
			const { response, finished } = collected(inPieces(streamOf(answer), size));

			expect(response).toEqual(answer);
			expect(finished).toBe(true);
		}),
		{ numRuns: runs(300, 10_000) },
	);
});

test("tool calls grow side by side, and pieces of unknown calls are passed over", () => {
	const { response } = collected([
		{ type: "tool-call-start", index: 0, id: "a", name: "f" },
		{ type: "tool-call-start", index: 1, id: "b", name: "g" },
		{ type: "tool-call-delta", index: 1, arguments: "{}" },
		{ type: "tool-call-delta", index: 0, arguments: "[]" },
		{ type: "tool-call-delta", index: 7, arguments: "?" },
	]);

	expect(response.content).toEqual([
		{ type: "tool-call", id: "a", name: "f", arguments: "[]" },
		{ type: "tool-call", id: "b", name: "g", arguments: "{}" },
	]);
});

test("a stream that was cut is not finished, and of two finishes the first counts", () => {
	const finish: StreamPart = { type: "finish", reason: "stop", raw: "end_turn", stopSequence: "END" };
	const words: StreamPart = { type: "text-delta", text: "Half" };

	expect(collected([words]).finished).toBe(false);
	expect(collected([words, finish, { type: "finish", reason: "length", raw: "x" }]).response).toMatchObject({
		finishReason: "stop",
		stopSequence: "END",
		content: [{ type: "text", text: "Half" }],
	});
});
