import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chunkLines, hasRecordings, recordings } from "../../../../../test/support/recorded.ts";
import { runs } from "../../../../../test/support/runs.ts";
import { contentOf, frameOf, streamParts, textOf } from "../../../../../test/support/stream-content.ts";
import { arrayOf, objectOf, parseJson } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";
import { isOutput } from "../../chat/stream-part.ts";
import { anthropicMessagesUpstream as upstream } from "./index.ts";

const answers = recordings(["anthropic"], ".json");
const streams = recordings(["anthropic"], ".chunks.txt");
const framesOf = (recording: (typeof streams)[number]) => chunkLines(recording).map((line) => frameOf(line, true));

/** The message a recorded stream adds up to, by the rules of the SDKs: what a non-streamed answer of the same content would have been. */
function assembled(lines: readonly string[]): Json {
	let message: JsonObject = {};
	let blocks: JsonObject[] = [];
	let json: string[] = [];
	const finished: JsonObject[] = [];
	for (const line of lines) {
		const event = objectOf(parseJson(line)) ?? {};
		const index = Number(event.index);
		const delta = objectOf(event.delta) ?? {};
		if (event.type === "message_start") {
			finished.push(...blocks);
			[message, blocks, json] = [objectOf(event.message) ?? {}, [], []];
		}
		if (event.type === "content_block_start") [blocks[index], json[index]] = [objectOf(event.content_block) ?? {}, ""];
		if (event.type === "content_block_delta") {
			const block = blocks[index] ?? {};
			for (const field of ["text", "thinking", "signature"]) {
				if (typeof delta[field] === "string") block[field] = String(block[field] ?? "") + delta[field];
			}
			json[index] += delta.type === "input_json_delta" ? String(delta.partial_json) : "";
			const input = parseJson(json[index] ?? "");
			if (input !== undefined) block.input = input;
		}
		if (event.type === "message_delta") message = { ...message, ...delta, usage: { ...objectOf(message.usage), ...objectOf(event.usage) } };
		if (event.type === "message_stop") break;
	}
	return { ...message, content: [...finished, ...blocks] };
}

describe.skipIf(!hasRecordings)("recorded answers of Anthropic", () => {
	it.each(answers)("$name is read whole", ({ text }) => {
		const body = objectOf(parseJson(text)) ?? {};
		const blocks = arrayOf(body.content).map((block) => objectOf(block) ?? {});

		const answer = upstream.parseResponse(body);

		expect(textOf(answer.content)).toBe(blocks.map((block) => (block.type === "text" ? block.text : "")).join(""));
		expect(answer.content.flatMap((part) => (part.type === "tool-call" ? [[part.id, part.name, JSON.parse(part.arguments)]] : []))).toEqual(
			blocks.flatMap((block) => (block.type === "tool_use" ? [[block.id, block.name, block.input]] : [])),
		);
		expect(answer.content.flatMap((part) => (part.type === "reasoning" ? [part.signature] : []))).toEqual(
			blocks.flatMap((block) => (block.type === "thinking" ? [block.signature] : [])),
		);
		expect([answer.id, answer.model, answer.rawFinishReason]).toEqual([body.id, body.model, body.stop_reason]);
		const counts = objectOf(body.usage) ?? {};
		expect(answer.usage?.output).toBe(counts.output_tokens);
		expect(answer.usage?.input).toBe(
			Number(counts.input_tokens) + Number(counts.cache_read_input_tokens ?? 0) + Number(counts.cache_creation_input_tokens ?? 0),
		);
	});

	it.each(streams)("$name says the same streamed and whole", (recording) => {
		const whole = upstream.parseResponse(assembled(chunkLines(recording)));

		const streamed = contentOf(streamParts(upstream, framesOf(recording)));

		expect(streamed.errors).toEqual([]);
		expect(textOf(streamed.content)).toBe(textOf(whole.content));
		const kinds = ["reasoning", "refusal"];
		expect(streamed.content.filter((part) => kinds.includes(part.type))).toEqual(whole.content.filter((part) => kinds.includes(part.type)));
		expect(streamed.usage).toEqual(whole.usage);
	});

	// In `spliced-message-start` the provider gives up one message half-way and begins another: its first call stays a torn one.
	it.each(streams.filter(({ name }) => !name.includes("spliced")))("$name calls the same tools and finishes the same", (recording) => {
		const whole = upstream.parseResponse(assembled(chunkLines(recording)));

		const streamed = contentOf(streamParts(upstream, framesOf(recording)));

		const calls = (parts: typeof whole.content) =>
			parts.flatMap((part) => (part.type === "tool-call" ? [{ ...part, arguments: JSON.parse(part.arguments) }] : []));
		expect(calls(streamed.content)).toEqual(calls(whole.content));
		expect(streamed.finish).toEqual({ reason: whole.finishReason, raw: whole.rawFinishReason });
	});

	it("a message begun anew goes on under a new call", () => {
		const spliced = streams.find(({ name }) => name.includes("spliced"));
		const parts = spliced === undefined ? [] : streamParts(upstream, framesOf(spliced));

		const { content, finish } = contentOf(parts);

		expect(parts.filter((part) => part.type === "start")).toHaveLength(1);
		expect(content.flatMap((part) => (part.type === "tool-call" ? [[part.id, part.arguments]] : []))).toEqual([
			["toolu_first", '{"value":"Spark'],
			["toolu_second", '{"value":"Sparkle Day"}'],
		]);
		expect(finish).toEqual({ reason: "tool-calls", raw: "tool_use" });
	});

	it.each(streams)("$name: a glimpse misses no output, finish, usage or error", (recording) => {
		const parser = upstream.streamParser();
		let state = parser.initial;
		for (const frame of framesOf(recording)) {
			const [next, parts] = parser.step(state, frame);
			state = next;
			const early = upstream.glimpse(frame, false);
			const late = upstream.glimpse(frame, true);
			if (parts.some(isOutput)) expect(early.output).toBe(true);
			const finish = parts.find((part) => part.type === "finish");
			if (finish !== undefined) {
				expect(early.finish?.raw).toBe(finish.raw);
				expect(late.finish?.raw).toBe(finish.raw);
				expect(late.usage?.output).toBe(early.usage?.output);
			}
			expect([early.error, late.error]).toEqual([undefined, undefined]);
		}
	});

	it("unknown fields, events and values never make it throw", () => {
		fc.assert(
			fc.property(fc.constantFrom(...streams), fc.array(fc.tuple(fc.nat(), fc.jsonValue(), fc.string())), (recording, extras) => {
				const lines = chunkLines(recording).slice(0, 40);
				for (const [place, value, name] of extras) {
					const at = place % (lines.length + 1);
					const known = objectOf(parseJson(lines[at] ?? "")) ?? {};
					const mixed = { ...known, [name]: value as Json, delta: place % 3 === 0 ? (value as Json) : (known.delta ?? null) };
					if (place % 2 === 0) lines[at] = JSON.stringify(mixed);
					else lines.splice(at, 0, place % 5 === 0 ? name : JSON.stringify({ type: name, value }));
				}
				const frames = lines.map((data) => ({ event: "", data }));
				streamParts(upstream, frames);
				for (const frame of frames) for (const seen of [true, false]) upstream.glimpse(frame, seen);
			}),
			{ numRuns: runs(100, 5000) },
		);
	});
});
