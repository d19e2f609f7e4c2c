import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chunkLines, hasRecordings, recordings, responsesIn } from "../../../../../test/support/recorded.ts";
import { readStream, readWhole, type SdkReading } from "../../../../../test/support/responses-sdk.ts";
import { runs } from "../../../../../test/support/runs.ts";
import { contentOf, frameOf, streamParts } from "../../../../../test/support/stream-content.ts";
import { bodyOf, cutBytes } from "../../../../../test/support/streams.ts";
import { type Collected, collect, nothingCollected } from "../../chat/collect.ts";
import type { AssistantPart, Json, JsonObject } from "../../chat/request.ts";
import { isOutput, type StreamPart } from "../../chat/stream-part.ts";
import { holdStream } from "../../transport/hold.ts";
import { openaiChatClient, openaiChatUpstream } from "../openai-chat/index.ts";
import { MalformedAnswer, type UpstreamProtocol } from "../protocol.ts";
import { openaiResponsesClient, openaiResponsesUpstream } from "./index.ts";

const folder = ["openai-responses"];
const isFailure = ({ name }: { name: string }) => name.includes("openai-error");
const answers = recordings(folder, ".json").filter((one) => !isFailure(one));
const failures = recordings(folder, ".json").filter(isFailure);
const allStreams = recordings(folder, ".chunks.txt").flatMap((recording) =>
	responsesIn(chunkLines(recording)).map((lines, turn) => ({ name: `${recording.name} (${turn + 1})`, lines, text: wire(lines) })),
);
const streams = allStreams.filter((one) => !isFailure(one));
const brokenStreams = allStreams.filter(isFailure);

function wire(lines: readonly string[]): string {
	return lines.map((line) => `event: ${JSON.parse(line).type}\ndata: ${line}\n\n`).join("");
}

/** What a response says, read straight from the recorded JSON in the plainest way, to compare with. */
function told(response: { status: string; output: { [name: string]: unknown }[]; usage: { [name: string]: number } }): SdkReading {
	const content = (response.output as { type: string; content?: { type: string; text: string }[] }[]).flatMap((item) =>
		item.type === "message" ? (item.content ?? []) : [],
	);
	return {
		text: content.map((part) => part.text ?? "").join(""),
		refusal: "",
		calls: (response.output as { type: string; call_id: string; name: string; arguments: string }[]).flatMap((item) =>
			item.type === "function_call" ? [{ id: item.call_id, name: item.name, arguments: item.arguments }] : [],
		),
		status: response.status,
		reason: undefined,
		input: response.usage["input_tokens"],
		output: response.usage["output_tokens"],
	};
}

const lastResponse = (lines: readonly string[]) => JSON.parse(lines.at(-1) ?? "{}").response;

async function held(text: string, upstream: UpstreamProtocol, client: typeof openaiResponsesClient | undefined, cuts?: Uint8Array[]) {
	const builder = client?.streamBuilder({ includeUsage: true });
	const stream = await holdStream(bodyOf(cuts ?? [text]), upstream, { builder });
	if (stream.kind !== "output") throw new Error(`expected output, got ${stream.kind}`);
	const pieces = [stream.first];
	for await (const piece of stream.rest) pieces.push(piece);
	return { text: Buffer.concat(pieces.map((piece) => Buffer.from(piece))).toString("utf8"), summary: stream.summary() };
}

describe.skipIf(!hasRecordings)("recorded answers", () => {
	test("there are some", () => {
		expect(answers.length).toBeGreaterThanOrEqual(13);
		expect(failures).toHaveLength(1);
		expect(streams.length).toBeGreaterThanOrEqual(15);
		expect(brokenStreams).toHaveLength(1);
	});

	test.each(answers)("$name: rebuilt, and rebuilt by way of openai-chat, the official SDK reads the same", async ({ text }) => {
		const parsed = openaiResponsesUpstream.parseResponse(JSON.parse(text));
		const byChat = openaiChatUpstream.parseResponse(openaiChatClient.buildResponse(parsed));

		const rebuilt = [parsed, byChat].map((answer) => JSON.stringify(openaiResponsesClient.buildResponse(answer)));

		for (const body of rebuilt) expect(await readWhole(body)).toEqual(told(JSON.parse(text)));
	});

	test.each(failures)("$name is an error that is understood", ({ text }) => {
		expect(() => openaiResponsesUpstream.parseResponse(JSON.parse(text))).toThrow(MalformedAnswer);
		expect(openaiResponsesUpstream.errorMessage(text)).toMatch(/exceeded your current quota/);
	});

	test.each(brokenStreams)("$name: its first event that tells something is an error", async ({ text }) => {
		const ways = [undefined, openaiResponsesClient, openaiChatClient];

		const results = await Promise.all(
			ways.map((client) => holdStream(bodyOf([text]), openaiResponsesUpstream, { builder: client?.streamBuilder({ includeUsage: true }) })),
		);

		for (const result of results) {
			expect(result).toMatchObject({ kind: "error", message: expect.stringMatching(/exceeded your current quota/) });
		}
	});

	test.each(streams.filter(({ lines }) => saysSomething(lastResponse(lines))))(
		"$name: built again, and by way of openai-chat, the official SDK reads the same from it",
		async ({ text, lines }) => {
			const recorded = told(lastResponse(lines));

			const built = await held(text, openaiResponsesUpstream, openaiResponsesClient);
			const chat = await held(text, openaiResponsesUpstream, openaiChatClient);
			const byChat = await held(chat.text, openaiChatUpstream, openaiResponsesClient);

			for (const { text: events, summary } of [built, byChat]) {
				expect(await readStream(events)).toEqual({ ...recorded, deltas: recorded.text });
				expect(summary.broken).toBe(false);
			}
		},
	);

	test.each(streams)("$name: a whole answer put together from its parts is the one recorded", ({ lines }) => {
		const parts = partsOf(lines);

		const { response, finished } = parts.reduce<Collected>(collect, nothingCollected);

		const { content, ...rest } = openaiResponsesUpstream.parseResponse(lastResponse(lines));
		const { content: collected, ...facts } = response;
		expect(finished).toBe(true);
		// GitHub Copilot gives everything another id in every event.
		expect(facts).toEqual({ ...rest, id: JSON.parse(lines[0] ?? "{}").response.id });
		expect(contentOf(parts).content).toEqual(collected);
		expect(merged(collected)).toEqual(merged(content));
	});

	test.each(streams)("$name: passed through, bytes stay and finish and usage are seen", async ({ text }) => {
		const passed = await held(text, openaiResponsesUpstream, undefined);
		const translated = await held(text, openaiResponsesUpstream, openaiResponsesClient);

		expect(passed.text).toBe(text);
		expect({ ...passed.summary, said: 0 }).toEqual({ ...translated.summary, said: 0 });
	});

	test.each(streams)("$name: a glimpse of each event agrees with its parts", ({ lines }) => {
		const parser = openaiResponsesUpstream.streamParser();
		let state = parser.initial;
		let outputSeen = false;
		for (const frame of lines.map((line) => frameOf(line, false))) {
			const [next, parts] = parser.step(state, frame);
			state = next;
			const find = <T extends StreamPart["type"]>(type: T) =>
				parts.find((part): part is Extract<StreamPart, { type: T }> => part.type === type);

			const early = openaiResponsesUpstream.glimpse(frame, false);
			const late = openaiResponsesUpstream.glimpse(frame, true);

			outputSeen ||= early.output;
			if (parts.some(isOutput)) expect(outputSeen).toBe(true);
			const { reason, raw } = find("finish") ?? {};
			expect(early.finish).toEqual(reason && { reason, raw });
			expect(late.finish).toEqual(early.finish);
			expect(early.usage).toEqual(find("usage")?.usage);
			expect(late.usage).toEqual(early.usage);
			expect(early.error ?? late.error).toBeUndefined();
		}
		expect(outputSeen).toBe(true);
	});

	test("any cut of the bytes gives the same bytes, parts and built events", async () => {
		const some = streams.filter(({ text }) => text.length < 40_000);
		const wanted = new Map(
			await Promise.all(
				some.map(async ({ name, text }) => [name, (await held(text, openaiResponsesUpstream, openaiResponsesClient)).text] as const),
			),
		);
		const cut = fc.constantFrom(...some).chain(({ name, text }) => cutBytes(text).map((cuts) => ({ name, text, cuts })));

		await fc.assert(
			fc.asyncProperty(cut, async ({ name, text, cuts }) => {
				const built = await held(text, openaiResponsesUpstream, openaiResponsesClient, cuts);
				const passed = await held(text, openaiResponsesUpstream, undefined, cuts);

				expect(built.text).toBe(wanted.get(name));
				expect(passed.text).toBe(text);
				expect({ ...passed.summary, said: 0 }).toEqual({ ...built.summary, said: 0 });
			}),
			{ numRuns: runs(60, 1000) },
		);
	});

	test("unknown fields and events anywhere change nothing", () => {
		const mutated = fc.constantFrom(...streams).chain(({ lines }) =>
			fc.record({
				lines: fc.constant(lines),
				extra: fc.dictionary(fc.constantFrom("zz_a", "zz_b"), fc.jsonValue()),
				strangers: fc.array(fc.tuple(fc.nat(lines.length), stranger), { maxLength: 5 }),
			}),
		);

		fc.assert(
			fc.property(mutated, ({ lines, extra, strangers }) => {
				const changed = lines.map((line) => JSON.stringify(withExtra(JSON.parse(line), extra as JsonObject)));
				for (const [place, event] of strangers) changed.splice(place, 0, JSON.stringify(event));

				expect(partsOf(changed)).toEqual(partsOf(lines));
				for (const line of changed) expect(openaiResponsesUpstream.glimpse(frameOf(line, false), false).error).toBeUndefined();
			}),
			{ numRuns: runs(60, 1000) },
		);
	});

	test("bytes of any kind in place of an event never throw", () => {
		const broken = fc.constantFrom(...streams).chain(({ lines }) => fc.tuple(fc.constant(lines), fc.nat(lines.length), fc.jsonValue()));

		fc.assert(
			fc.property(broken, fc.constantFrom(...eventTypes), ([lines, place, value], type) => {
				const odd = typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value, type } : value;
				const changed = lines.toSpliced(place, 1, JSON.stringify(odd));

				for (const line of changed) openaiResponsesUpstream.glimpse(frameOf(line, false), false);
				expect(Array.isArray(partsOf(changed))).toBe(true);
			}),
			{ numRuns: runs(200, 5000) },
		);
	});
});

const partsOf = (lines: readonly string[]): StreamPart[] =>
	streamParts(
		openaiResponsesUpstream,
		lines.map((line) => ({ event: "", data: line })),
	);

/** Some recordings hold calls of the provider's own tools and nothing else: nothing is left to translate but their end. */
const saysSomething = ({ output }: { output: { type: string }[] }): boolean =>
	output.some(({ type }) => type === "message" || type === "function_call");

/** Streams tell texts that follow one another as one; in the last event OpenAI encrypts the same reasoning anew, and Copilot names it anew. */
function merged(content: readonly AssistantPart[]): unknown[] {
	const out: { type: string; text?: string }[] = [];
	for (const each of content) {
		const part = each.type === "reasoning" ? { ...each, ...("encrypted" in each && { encrypted: "some" }), id: "some" } : each;
		const last = out.at(-1);
		if (part.type === "text" && last?.type === "text") out[out.length - 1] = { ...last, text: `${last.text}${part.text}` };
		else out.push(part);
	}
	return out;
}

const eventTypes = [
	...new Set(streams.flatMap(({ lines }) => lines.map((line): string => JSON.parse(line).type))),
	"error",
	"response.failed",
];

const stranger = fc.record({
	type: fc.constantFrom("response.new_thing.delta", "response.output_item.moved", "codex.rate_limits", "keepalive"),
	output_index: fc.nat(3),
	sequence_number: fc.nat(),
	item: fc.jsonValue(),
});

/** Unknown members in every object. */
function withExtra(value: Json, extra: JsonObject): Json {
	if (Array.isArray(value)) return value.map((each) => withExtra(each, extra));
	if (typeof value !== "object" || value === null) return value;
	return { ...extra, ...Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withExtra(each, extra)])) };
}
