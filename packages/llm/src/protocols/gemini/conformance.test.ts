import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chunkLines, hasRecordings, recordings } from "../../../../../test/support/recorded.ts";
import { runs } from "../../../../../test/support/runs.ts";
import { contentOf, frameOf, streamParts, textOf } from "../../../../../test/support/stream-content.ts";
import { arrayOf, objectOf, parseJson } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";
import { isOutput } from "../../chat/stream-part.ts";
import { geminiUpstream as upstream } from "./index.ts";

const answers = recordings(["gemini"], ".json").filter(({ text }) => text.includes('"candidates"'));
const errors = recordings(["gemini"], ".json").filter(({ text }) => text.includes('"error"'));
const streams = recordings(["gemini"], ".chunks.txt");
const inPieces = (name: string): boolean => name.includes("stream-tool-call-arguments");
const framesOf = (recording: (typeof streams)[number]) => chunkLines(recording).map((line) => frameOf(line, false));
const partsIn = (body: JsonObject): JsonObject[] =>
	arrayOf(objectOf(objectOf(arrayOf(body.candidates)[0])?.content)?.parts).map((part) => objectOf(part) ?? {});

/** The answer a recorded stream adds up to: all parts in one candidate, the rest as the last chunk says it. */
function assembled(lines: readonly string[]): Json {
	const chunks = lines.map((line) => objectOf(parseJson(line)) ?? {});
	const last = chunks.at(-1) ?? {};
	const candidate = objectOf(arrayOf(last.candidates)[0]) ?? {};
	return { ...last, candidates: [{ ...candidate, content: { role: "model", parts: chunks.flatMap(partsIn) } }] };
}

describe.skipIf(!hasRecordings)("recorded answers of Gemini", () => {
	it.each(answers)("$name is read whole", ({ text }) => {
		const body = objectOf(parseJson(text)) ?? {};
		const parts = partsIn(body);

		const answer = upstream.parseResponse(body);

		expect(textOf(answer.content)).toBe(parts.map((part) => (part.thought === true ? "" : (part.text ?? ""))).join(""));
		const calls = answer.content.filter((part) => part.type === "tool-call");
		expect(calls.map((call) => ({ name: call.name, args: JSON.parse(call.arguments) }))).toEqual(
			parts.flatMap((part) => part.functionCall ?? []),
		);
		expect(answer.content.flatMap((part) => ("signature" in part ? [part.signature] : []))).toEqual(
			parts.map((part) => part.thoughtSignature),
		);
		expect([answer.id, answer.model, answer.rawFinishReason]).toEqual([body.responseId, body.modelVersion, "STOP"]);
		expect(answer.finishReason).toBe(calls.length > 0 ? "tool-calls" : "stop");
		const counts = objectOf(body.usageMetadata) ?? {};
		expect(answer.usage).toEqual({
			input: counts.promptTokenCount,
			output: Number(counts.candidatesTokenCount) + Number(counts.thoughtsTokenCount),
			cachedInput: 0,
			cacheWriteInput: 0,
			reasoning: counts.thoughtsTokenCount,
		});
	});

	it.each(errors)("$name is told in its own words", ({ text }) => {
		expect(upstream.errorMessage(text)).toBe("You exceeded your current quota, please check your plan.");
		expect(() => upstream.parseResponse(JSON.parse(text))).toThrow("You exceeded your current quota");
	});

	it.each(streams.filter(({ name }) => !inPieces(name)))("$name says the same streamed and whole", (recording) => {
		const whole = upstream.parseResponse(assembled(chunkLines(recording)));

		const streamed = contentOf(streamParts(upstream, framesOf(recording)));

		expect(streamed.errors).toEqual([]);
		expect(textOf(streamed.content)).toBe(textOf(whole.content));
		expect(streamed.content.filter((part) => part.type !== "text")).toEqual(whole.content.filter((part) => part.type !== "text"));
		expect(streamed.finish).toEqual({ reason: whole.finishReason, raw: whole.rawFinishReason });
		expect(streamed.usage).toEqual(whole.usage);
	});

	it.each(streams.filter(({ name }) => inPieces(name)))("$name: arguments in pieces become whole calls", (recording) => {
		const { content, finish, usage, errors: failures } = contentOf(streamParts(upstream, framesOf(recording)));

		const calls = content.filter((part) => part.type === "tool-call");
		expect(calls.map(({ name, arguments: text }) => [name, text])).toEqual([
			["getWeather", '{"location":"Boston"}'],
			["getWeather", '{"location":"San Francisco"}'],
		]);
		expect(new Set(calls.map((call) => call.id)).size).toBe(2);
		expect(calls.map((call) => call.signature !== undefined)).toEqual([true, false]);
		expect(finish).toEqual({ reason: "tool-calls", raw: "STOP" });
		expect(usage).toMatchObject({ input: 26, output: 155, reasoning: 132 });
		expect(failures).toEqual([]);
	});

	it.each(streams)("$name: a glimpse misses no output, finish or usage", (recording) => {
		const parser = upstream.streamParser();
		let state = parser.initial;
		for (const frame of framesOf(recording)) {
			const [next, parts] = parser.step(state, frame);
			state = next;
			const early = upstream.glimpse(frame, false);
			if (parts.some(isOutput)) expect(early.output).toBe(true);
			const late = upstream.glimpse(frame, true);
			if (frame.data.includes("finishReason")) expect(late).toEqual(early);
			else expect(late.output).toBe(false);
		}
		const last = framesOf(recording).at(-1) ?? { event: "", data: "" };
		expect(upstream.glimpse(last, true)).toMatchObject({ finish: { raw: "STOP" }, usage: { input: expect.any(Number) } });
	});

	it("unknown fields, parts and values never make it throw", () => {
		fc.assert(
			fc.property(fc.constantFrom(...streams), fc.array(fc.tuple(fc.nat(), fc.jsonValue(), fc.string())), (recording, extras) => {
				const lines = chunkLines(recording);
				for (const [place, value, name] of extras) {
					const at = place % (lines.length + 1);
					const known = objectOf(parseJson(lines[at] ?? "")) ?? {};
					const part = {
						[name]: value,
						functionCall: place % 3 === 0 ? value : { partialArgs: [value, { jsonPath: `$.${name}[0]`, numberValue: 1 }] },
					};
					const mixed = { ...known, [name]: value, candidates: [{ content: { parts: [part, value] }, finishReason: name }] };
					if (place % 2 === 0) lines[at] = JSON.stringify(mixed);
					else lines.splice(at, 0, place % 5 === 0 ? name : JSON.stringify(value));
				}
				const frames = lines.map((data) => ({ event: "", data }));
				streamParts(upstream, frames);
				for (const frame of frames) for (const seen of [true, false]) upstream.glimpse(frame, seen);
			}),
			{ numRuns: runs(100, 5000) },
		);
	});
});
