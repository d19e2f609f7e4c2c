import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../../../../test/support/runs.ts";
import { cutBytes } from "../../../../test/support/streams.ts";
import { HttpError } from "./http.ts";
import { type Frame, frameSplitter } from "./sse.ts";

function framesOf(chunks: readonly (string | Uint8Array)[], maxLength?: number): Frame[] {
	const splitter = frameSplitter(maxLength);
	const pushed = chunks.flatMap((chunk) => [...splitter.push(Buffer.from(chunk))]);
	return [...pushed, ...splitter.end()];
}

test.each([
	["one frame", "data: {}\n\n", [{ event: "", data: "{}" }]],
	["no space after the colon", "data:{}\n\n", [{ event: "", data: "{}" }]],
	[
		"CRLF",
		"event: ping\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n",
		[
			{ event: "ping", data: "1" },
			{ event: "", data: "2" },
		],
	],
	[
		"CR",
		"data: 1\r\rdata: 2\r\r",
		[
			{ event: "", data: "1" },
			{ event: "", data: "2" },
		],
	],
	["byte order mark", "\uFEFFdata: 1\n\n", [{ event: "", data: "1" }]],
	["several data lines", "data: a\ndata: b\n\n", [{ event: "", data: "a\nb" }]],
	["comments, ids and retry times", ": hello\nid: 4\nretry: 10\nretry: soon\ndata: 1\n\n", [{ event: "", data: "1" }]],
	["an event without data", "event: ping\n\ndata: 1\n\n", [{ event: "", data: "1" }]],
	[
		"no blank line at the end",
		"data: 1\n\ndata: [DONE]",
		[
			{ event: "", data: "1" },
			{ event: "", data: "[DONE]" },
		],
	],
	["nothing", "", []],
])("%s", (_name, text, frames) => {
	expect(framesOf([text])).toEqual(frames);
});

test("frames come as soon as their bytes are there", () => {
	const splitter = frameSplitter();

	expect(splitter.push(Buffer.from("data: 1\n"))).toEqual([]);
	expect(splitter.push(Buffer.from("\nda"))).toEqual([{ event: "", data: "1" }]);
	expect(splitter.push(Buffer.from("ta: 2\n\n"))).toEqual([{ event: "", data: "2" }]);
});

test("any cut of the bytes gives the same frames", () => {
	const line = fc.oneof(
		fc.string({ unit: "grapheme", maxLength: 30 }).map((text) => `data: ${JSON.stringify(text)}`),
		fc.constantFrom("event: delta", ": comment", "id: 7", "data", "data:", "nonsense: x"),
	);
	const ending = fc.constantFrom("\n", "\r\n", "\r");
	const stream = fc
		.tuple(fc.boolean(), ending, fc.array(fc.array(line, { maxLength: 4 }), { maxLength: 6 }))
		.map(([mark, eol, events]) => (mark ? "\uFEFF" : "") + events.map((lines) => [...lines, eol].join(eol)).join(""));
	const cut = stream.chain((text) => cutBytes(text).map((chunks) => ({ text, chunks })));

	fc.assert(
		fc.property(cut, ({ text, chunks }) => {
			expect(framesOf(chunks)).toEqual(framesOf([text]));
		}),
		{ numRuns: runs(300, 5_000) },
	);
});

test("a frame without an end breaks the stream instead of filling the memory", () => {
	const endless = Array.from({ length: 30 }, () => "x".repeat(10));

	expect(() => framesOf(["data: ", ...endless], 100)).toThrow(HttpError);
	expect(framesOf(["data: ", ...endless, "\n\n"], 1_000)).toHaveLength(1);
});
