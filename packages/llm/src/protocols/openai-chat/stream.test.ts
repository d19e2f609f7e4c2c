import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "../../../../../test/support/runs.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import type { Machine } from "../protocol.ts";
import { streamBuilder } from "./build-stream.ts";
import { glimpse } from "./glimpse.ts";
import { streamParser } from "./parse-stream.ts";

function run<State, In, Out>(machine: Machine<State, In, Out>, inputs: readonly In[]): Out[] {
	let state = machine.initial;
	const out: Out[] = [];
	for (const input of inputs) {
		const [next, more] = machine.step(state, input);
		state = next;
		out.push(...more);
	}
	return [...out, ...machine.end(state)];
}

const frame = (json: unknown, event = "") => ({ event, data: typeof json === "string" ? json : JSON.stringify(json) });
const chunk = (delta: object, finish: string | null = null, more: object = {}) =>
	frame({ id: "c1", created: 7, model: "m", choices: [{ index: 0, delta, finish_reason: finish }], ...more });
const parse = (...frames: ReturnType<typeof frame>[]) => run(streamParser, frames);
const start: StreamPart = { type: "start", id: "c1", model: "m", created: 7 };

describe("parsing", () => {
	test("text, then the finish, then the usage", () => {
		const parts = parse(
			chunk({ role: "assistant", content: "" }),
			chunk({ content: "Hel" }),
			chunk({ content: "lo" }, "length"),
			frame({ id: "c1", choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } }),
			frame("[DONE]"),
		);

		expect(parts).toEqual([
			start,
			{ type: "text-delta", text: "Hel" },
			{ type: "text-delta", text: "lo" },
			{ type: "finish", reason: "length", raw: "length" },
			{ type: "usage", usage: { input: 1, output: 2, cachedInput: 0, cacheWriteInput: 0, reasoning: 0 } },
		]);
	});

	test("a chunk about the prompt alone starts nothing (Azure)", () => {
		expect(parse(frame({ id: "", model: "", choices: [], prompt_filter_results: [] }), chunk({ content: "a" }))).toEqual([
			start,
			{ type: "text-delta", text: "a" },
		]);
	});

	test("reasoning and refusal", () => {
		const parts = parse(
			chunk({ reasoning_content: "a" }),
			chunk({ reasoning: "b" }),
			chunk({ content: [{ type: "thinking", thinking: "c" }] }),
			chunk({ refusal: "d" }),
		);

		expect(parts.slice(1)).toEqual([
			{ type: "reasoning-delta", text: "a" },
			{ type: "reasoning-delta", text: "b" },
			{ type: "reasoning-delta", text: "c" },
			{ type: "refusal-delta", text: "d" },
		]);
	});

	const call = (fields: object) => chunk({ tool_calls: [fields] });

	test("parallel calls whose pieces interleave, numbered from 3", () => {
		const parts = parse(
			call({ index: 3, id: "a", type: "function", function: { name: "f", arguments: "" } }),
			call({ index: 4, id: "b", type: "function", function: { name: "g", arguments: "{" } }),
			call({ index: 3, function: { arguments: "[" } }),
			call({ index: 4, id: "b", function: { name: "g", arguments: "}" } }),
			chunk({}, "stop"),
			chunk({}, "stop"),
		);

		expect(parts.slice(1)).toEqual([
			{ type: "tool-call-start", index: 0, id: "a", name: "f" },
			{ type: "tool-call-start", index: 1, id: "b", name: "g" },
			{ type: "tool-call-delta", index: 1, arguments: "{" },
			{ type: "tool-call-delta", index: 0, arguments: "[" },
			{ type: "tool-call-delta", index: 1, arguments: "}" },
			{ type: "tool-call-end", index: 0 },
			{ type: "tool-call-end", index: 1 },
			{ type: "finish", reason: "tool-calls", raw: "stop" },
		]);
	});

	test("badly numbered calls: all of number 0, none numbered, none named by an id", () => {
		const starts = (...frames: ReturnType<typeof frame>[]) => parse(...frames).filter((part) => part.type === "tool-call-start");

		const sameNumber = starts(call({ index: 0, id: "a", function: { name: "f" } }), call({ index: 0, id: "b", function: { name: "g" } }));
		const unnumbered = starts(call({ id: "a", function: { name: "f" } }), call({ id: "b", function: { name: "g" } }));
		const nameless = starts(call({ function: { name: "f" } }), call({ function: { arguments: "{}" } }), call({ function: { name: "g" } }));

		expect(sameNumber).toEqual([
			{ type: "tool-call-start", index: 0, id: "a", name: "f" },
			{ type: "tool-call-start", index: 1, id: "b", name: "g" },
		]);
		expect(unnumbered).toEqual(sameNumber);
		expect(nameless).toEqual([
			{ type: "tool-call-start", index: 0, id: "call_c1_0", name: "f" },
			{ type: "tool-call-start", index: 1, id: "call_c1_1", name: "g" },
		]);
	});

	test("a call waits for its name, and is told without one rather than lost", () => {
		const late = parse(
			call({ index: 0, id: "a", function: { arguments: "{" } }),
			call({ index: 0, function: { name: "f", arguments: "}" } }),
		);
		const never = parse(call({ index: 0, id: "a", function: { arguments: "{}" } }), chunk({}, "tool_calls"));

		expect(late.slice(1)).toEqual([
			{ type: "tool-call-start", index: 0, id: "a", name: "f" },
			{ type: "tool-call-delta", index: 0, arguments: "{}" },
			{ type: "tool-call-end", index: 0 },
		]);
		expect(never.slice(1, 3)).toEqual([
			{ type: "tool-call-start", index: 0, id: "a", name: "" },
			{ type: "tool-call-delta", index: 0, arguments: "{}" },
		]);
	});

	test("only the first of several answers is told", () => {
		const second = frame({ id: "c1", created: 7, model: "m", choices: [{ index: 1, delta: { content: "b" }, finish_reason: "stop" }] });

		expect(parse(chunk({ content: "a" }), second)).toEqual([start, { type: "text-delta", text: "a" }]);
	});

	test.each([
		[frame({ error: { message: "a" } }), "a"],
		[frame({ error: "a" }), "a"],
		[frame({ object: "error", message: "a" }), "a"],
		[frame({ message: "a" }, "error"), "a"],
		[frame("a", "error"), "a"],
	])("%j is an error", (sent, message) => {
		expect(parse(sent)).toEqual([{ type: "error", message, body: sent.data }]);
		expect(glimpse(sent, true).error).toEqual({ message, body: sent.data });
	});
});

describe("building", () => {
	const build = (includeUsage: boolean, ...parts: StreamPart[]) => run(streamBuilder({ includeUsage, created: 9 }), parts);
	const json = (text: string) => JSON.parse(text.replace(/^data: /, ""));

	test("the role comes first, `[DONE]` last, and every chunk has the same head", () => {
		const out = build(false, start, { type: "text-delta", text: "a" }, { type: "finish", reason: "stop", raw: "end_turn" });

		expect(out.at(-1)).toBe("data: [DONE]\n\n");
		const chunks = out.slice(0, -1).map(json);
		expect(chunks.map((sent) => sent.choices[0])).toEqual([
			{ index: 0, delta: { role: "assistant", content: "" }, logprobs: null, finish_reason: null },
			{ index: 0, delta: { content: "a" }, logprobs: null, finish_reason: null },
			{ index: 0, delta: {}, logprobs: null, finish_reason: "stop" },
		]);
		for (const sent of chunks) {
			expect(sent).toMatchObject({ id: "c1", object: "chat.completion.chunk", created: 7, model: "m" });
			expect(sent).not.toHaveProperty("usage");
		}
	});

	test("usage that was asked for is null until the end", () => {
		const usage = { input: 1, output: 2, cachedInput: 0, cacheWriteInput: 0, reasoning: 0 };

		const chunks = build(true, start, { type: "usage", usage }, { type: "finish", reason: "stop", raw: "" }).slice(0, -1).map(json);

		expect(chunks.map((sent) => sent.usage?.total_tokens ?? sent.usage)).toEqual([null, null, 3]);
		expect(chunks.at(-1).choices).toEqual([]);
	});

	test("the gateway's time stands where the provider told none", () => {
		expect(json(build(false, { type: "start", id: "x", model: "m" })[0] ?? "").created).toBe(9);
	});

	test("what has no place here sends nothing, a ping keeps the line open", () => {
		const parts: StreamPart[] = [
			{ type: "reasoning-signature", signature: "s" },
			{ type: "tool-call-end", index: 0 },
			{ type: "error", message: "a", body: "{}" },
		];

		expect(build(false, ...parts)).toEqual([]);
		expect(build(false, { type: "ping" })).toEqual([": keep-alive\n\n"]);
	});

	test("without a finish there is no end", () => {
		expect(build(true, start).join("")).not.toContain("[DONE]");
	});
});

test("nothing that a provider may send throws, and a glimpse tells what the parts tell", () => {
	const piece = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom("stop", "x", "", null, 0, 1));
	const object = (...keys: string[]) =>
		fc.oneof(fc.record(Object.fromEntries(keys.map((key) => [key, piece])), { requiredKeys: [] }), piece);
	const choice = fc.record(
		{
			index: fc.constantFrom(0, 1),
			delta: fc.record(
				{
					content: piece,
					refusal: piece,
					reasoning: piece,
					tool_calls: fc.array(object("index", "id", "function")),
					function_call: object("name", "arguments"),
				},
				{ requiredKeys: [] },
			),
			finish_reason: piece,
		},
		{ requiredKeys: [] },
	);
	const sent = fc.oneof(
		fc.record(
			{
				id: piece,
				model: piece,
				created: piece,
				choices: fc.oneof(fc.array(choice, { maxLength: 2 }), piece),
				usage: object("prompt_tokens", "completion_tokens"),
				error: piece,
				x_groq: piece,
			},
			{ requiredKeys: [] },
		),
		fc.jsonValue(),
	);
	const frames = fc.array(
		fc.record({
			event: fc.constantFrom("", "error", "x"),
			data: fc.oneof(
				sent.map((json) => JSON.stringify(json)),
				fc.string(),
			),
		}),
		{ maxLength: 6 },
	);

	fc.assert(
		fc.property(frames, (stream) => {
			run(streamBuilder({ includeUsage: true }), run(streamParser, stream));
			for (const one of stream) {
				const { output: _early, ...whole } = glimpse(one, false);
				const { output: _late, ...late } = glimpse(one, true);
				expect(late).toEqual(whole);
			}
		}),
		{ numRuns: runs(500, 20_000) },
	);
});
