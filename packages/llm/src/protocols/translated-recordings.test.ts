import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { everyAnswer, everyStream, hasRecordings, protocolOf } from "../../../../test/support/recorded.ts";
import { runs } from "../../../../test/support/runs.ts";
import { contentOf, streamParts } from "../../../../test/support/stream-content.ts";
import { bodyOf, cutBytes } from "../../../../test/support/streams.ts";
import { readAnthropic, readChat, readGoogle, readResponses, type Told, toldBy } from "../../../../test/support/vendor-sdks.ts";
import type { AssistantPart } from "../chat/request.ts";
import type { FinishReason } from "../chat/response.ts";
import { holdStream } from "../transport/hold.ts";
import { frameSplitter } from "../transport/sse.ts";
import { MalformedAnswer, type ProtocolId } from "./protocol.ts";
import { clientProtocol, upstreamProtocol } from "./registry.ts";

const answers = everyAnswer();
const allStreams = everyStream();

const streamsOf = (whole: boolean) => allStreams.filter(({ name }) => noWholeStreams.includes(name) !== whole);

/** Errors and answers of other endpoints. */
const noAnswers = [
	"gemini/google-429-retry-info.json",
	"openai-chat/reasoning-model-legacy-parameter-error.json",
	"mistral-chat/mistral-transcription.json",
	"openai-responses/openai-error.1.json",
];
/** An error inside a stream; and a call that its provider gave up half-way, of which each SDK makes what it can. */
const noWholeStreams = ["openai-responses/openai-error.1.chunks.txt", "anthropic/spliced-message-start.chunks.txt"];

const origin = { provider: "some", model: "model", account: "account" };

interface Sdk {
	readonly id: ProtocolId;
	read(text: string, streamed: boolean): Promise<Told>;
	/** How this SDK's vendor says it; the first is ours, the rest are the vendor's own words for the same. */
	readonly finish: Readonly<Record<FinishReason, readonly string[]>>;
}

const sdks: readonly Sdk[] = [
	{
		id: "openai-chat",
		read: readChat,
		finish: {
			stop: ["stop"],
			length: ["length"],
			"tool-calls": ["tool_calls"],
			"content-filter": ["content_filter", "stop"],
			error: ["stop"],
			other: ["stop"],
		},
	},
	{
		id: "openai-responses",
		read: readResponses,
		finish: {
			stop: ["completed"],
			length: ["max_output_tokens"],
			"tool-calls": ["completed"],
			"content-filter": ["content_filter", "completed"],
			error: ["completed"],
			other: ["completed"],
		},
	},
	{
		id: "anthropic-messages",
		read: readAnthropic,
		finish: {
			stop: ["end_turn", "stop_sequence"],
			length: ["max_tokens", "model_context_window_exceeded"],
			"tool-calls": ["tool_use"],
			"content-filter": ["refusal"],
			error: ["max_tokens"],
			other: ["end_turn", "pause_turn"],
		},
	},
	{
		id: "gemini",
		read: readGoogle,
		finish: {
			stop: ["STOP"],
			length: ["MAX_TOKENS"],
			"tool-calls": ["STOP"],
			"content-filter": ["SAFETY"],
			error: ["OTHER"],
			other: ["STOP"],
		},
	},
];

const refused = (content: readonly AssistantPart[]): boolean => content.some(({ type }) => type === "refusal");

function expectSame(told: Told, wanted: Told, words: readonly string[]): void {
	expect({ ...told, finish: "" }).toEqual(wanted);
	expect(words).toContain(told.finish);
}

/** The client's text for a provider's bytes, however they are cut. */
async function translated(id: ProtocolId, name: string, chunks: Iterable<Uint8Array | string>): Promise<string> {
	const builder = clientProtocol(id).streamBuilder({ includeUsage: true, origin });
	const held = await holdStream(bodyOf(chunks), upstreamProtocol(protocolOf(name)), { builder });
	if (held.kind !== "output") throw new Error(`${name}: ${held.kind}`);
	const pieces = [held.first];
	for await (const piece of held.rest) pieces.push(piece);
	expect(held.summary()).toMatchObject({ broken: false, owesError: false });
	return pieces.map((piece) => Buffer.from(piece).toString("utf8")).join("");
}

describe.skipIf(!hasRecordings).each(sdks)("recorded answers for the SDK of $id", ({ id, read, finish }) => {
	test.each(answers.filter(({ name }) => !noAnswers.includes(name)))("$name", async ({ name, text }) => {
		const answer = upstreamProtocol(protocolOf(name)).parseResponse(JSON.parse(text));

		const told = await read(JSON.stringify(clientProtocol(id).buildResponse(answer, origin)), false);

		const words = refused(answer.content) ? finish["content-filter"] : finish[answer.finishReason];
		expectSame(told, toldBy(answer.content, answer.usage, ""), words);
	});

	test.each(streamsOf(true))("$name", async ({ name, text }) => {
		const parts = streamParts(upstreamProtocol(protocolOf(name)), frameSplitter().push(Buffer.from(text)));
		const { content, usage, finish: finished, errors } = contentOf(parts);

		const told = await read(await translated(id, name, [text]), true);

		expect(errors).toEqual([]);
		const words = refused(content) ? finish["content-filter"] : finish[finished?.reason ?? "error"];
		expectSame(told, toldBy(content, usage, ""), words);
	});

	test("say the same however the network cuts them", async () => {
		const some = streamsOf(true).filter(({ text }) => text.length < 60_000);
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...some).chain((stream) => cutBytes(stream.text).map((chunks) => ({ stream, chunks }))),
				async ({ stream: { name, text }, chunks }) => {
					expect(await translated(id, name, chunks)).toBe(await translated(id, name, [text]));
				},
			),
			{ numRuns: runs(30, 1000) },
		);
	});
});

test.skipIf(!hasRecordings)("what is left out is no answer", () => {
	const broken = answers.filter(({ name, text }) => {
		try {
			upstreamProtocol(protocolOf(name)).parseResponse(JSON.parse(text));
			return false;
		} catch (error) {
			if (error instanceof MalformedAnswer) return true;
			throw error;
		}
	});

	expect(streamsOf(false)).toHaveLength(noWholeStreams.length);
	expect(broken.map(({ name }) => name).sort()).toEqual([...noAnswers].sort());
});
