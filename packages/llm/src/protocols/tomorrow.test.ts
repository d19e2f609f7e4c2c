import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { everyStream, hasRecordings, protocolOf, type Recording } from "../../../../test/support/recorded.ts";
import { runs } from "../../../../test/support/runs.ts";
import { contentOf, streamParts } from "../../../../test/support/stream-content.ts";
import { bodyOf } from "../../../../test/support/streams.ts";
import { objectOf, parseJson } from "../chat/json.ts";
import type { Json, JsonObject } from "../chat/request.ts";
import { type HeldStream, holdStream } from "../transport/hold.ts";
import { frameSplitter } from "../transport/sse.ts";
import type { ClientProtocolId } from "./protocol.ts";
import { clientProtocol, upstreamProtocol } from "./registry.ts";

/** Vendors add fields, events and values every month: what they may send tomorrow changes nothing for any client. */

/** An error, and a call given up half-way. */
const noWholeStreams = ["openai-responses/openai-error.1.chunks.txt", "anthropic/spliced-message-start.chunks.txt"];
const streams = everyStream().filter(({ name }) => !noWholeStreams.includes(name));

const clients = ["openai-chat", "openai-responses", "anthropic-messages", "gemini"] as const;
const origin = { provider: "some", model: "model", account: "account" };

async function held(name: string, text: string, client?: ClientProtocolId): Promise<Extract<HeldStream, { kind: "output" }>> {
	const builder = client && clientProtocol(client).streamBuilder({ includeUsage: true, origin });
	const stream = await holdStream(bodyOf([text]), upstreamProtocol(protocolOf(name)), { builder });
	if (stream.kind !== "output") throw new Error(`${name}: expected output, got ${stream.kind}`);
	return stream;
}

/** What goes to a client, and what is noted of the stream. */
async function sent(name: string, text: string, client?: ClientProtocolId) {
	const stream = await held(name, text, client);
	const pieces = [stream.first];
	for await (const piece of stream.rest) pieces.push(piece);
	return { text: Buffer.concat(pieces.map((piece) => Buffer.from(piece))).toString("utf8"), summary: stream.summary() };
}

/** The content as the client understands it. */
const saidTo = (client: ClientProtocolId, text: string) =>
	contentOf(streamParts(upstreamProtocol(client), frameSplitter().push(Buffer.from(text)))).content;

/** The frames of a stream, without the blank lines between them. */
const framesIn = (text: string): string[] => text.split(/(?:\r?\n){2}/).filter((frame) => frame.trim() !== "");

/** A frame with its JSON changed; one without stays. */
function withData(frame: string, change: (data: JsonObject) => Json): string {
	return frame.replace(/^data: ?(\{.*\})\s*$/m, (line, json: string) => {
		const data = objectOf(parseJson(json));
		return data === undefined ? line : `data: ${JSON.stringify(change(data))}`;
	});
}

/** What stands in there is the model's or the client's own, not the vendor's. */
const ownWords = ["args", "input", "arguments", "partialArgs", "tools", "metadata", "parameters"];

function withExtra(value: Json, extra: JsonObject): Json {
	if (Array.isArray(value)) return value.map((each) => withExtra(each, extra));
	const object = objectOf(value);
	if (object === undefined) return value;
	return {
		...extra,
		...Object.fromEntries(Object.entries(object).map(([name, each]) => [name, ownWords.includes(name) ? each : withExtra(each, extra)])),
	};
}

const extras = fc.dictionary(fc.constantFrom("zz_new", "zzNew", "zz-type"), fc.jsonValue() as fc.Arbitrary<Json>, { maxKeys: 2 });

const named = (event: JsonObject): string => `event: ${String(event["type"])}\ndata: ${JSON.stringify(event)}`;

/** Events that no version has yet. */
const strangers: Readonly<Record<ClientProtocolId, readonly string[]>> = {
	"openai-chat": [
		`data: ${JSON.stringify({ object: "chat.completion.heartbeat", choices: [] })}`,
		`data: ${JSON.stringify({ choices: [{ index: 0, delta: { zz_new: [1] }, finish_reason: null }] })}`,
		`data: ${JSON.stringify({ type: "new_thing" })}`,
	],
	"openai-responses": [
		named({ type: "response.new_thing.delta", output_index: 0, item: {} }),
		named({ type: "codex.rate_limits", rate_limits: { primary: { used_percent: 1 } } }),
		named({ type: "keepalive", sequence_number: 3 }),
	],
	"anthropic-messages": [
		named({ type: "new_event", index: 0 }),
		named({ type: "content_block_delta", index: 0, delta: { type: "new_delta", zz: 1 } }),
		named({ type: "content_block_delta", index: 97, delta: { type: "text_delta_two", text: "no" } }),
	],
	gemini: [`data: ${JSON.stringify({ newThing: { a: 1 } })}`, `data: ${JSON.stringify({ candidates: [{ index: 0, newThing: [] }] })}`],
};
const anywhere = [": a comment", "event: new_thing\ndata: {}", "id: 7\nretry: 3", "data: {}"];

interface Changed {
	readonly stream: Recording;
	readonly text: string;
}

const withStrangers: fc.Arbitrary<Changed> = fc.constantFrom(...(streams.length > 0 ? streams : [{ name: "", text: "" }])).chain((stream) =>
	fc
		.record({
			extra: extras,
			odd: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...strangers[protocolOf(stream.name)], ...anywhere)), { maxLength: 6 }),
		})
		.map(({ extra, odd }) => {
			const frames = framesIn(stream.text).map((frame) => withData(frame, (data) => withExtra(data, extra)));
			for (const [place, frame] of odd) frames.splice(place % (frames.length + 1), 0, frame);
			return { stream, text: frames.map((frame) => `${frame}\n\n`).join("") };
		}),
);

/** Where vendors name why the model stopped, and other things of which they may have more kinds tomorrow. */
const kinds = /"(finish_reason|finishReason|stop_reason|service_tier|trafficType|modality|phase|object)":"[^"]+"/g;

const withValues: fc.Arbitrary<Changed> = fc
	.tuple(fc.constantFrom(...(streams.length > 0 ? streams : [{ name: "", text: "" }])), fc.constantFrom("zz_new", "ZZ_NEW", "stop now"))
	.map(([stream, word]) => ({ stream, text: stream.text.replaceAll(kinds, (_, name) => `"${name}":${JSON.stringify(word)}`) }));

describe.skipIf(!hasRecordings)("what vendors may add", () => {
	test("unknown fields and events anywhere change nothing for any client", async () => {
		await fc.assert(
			fc.asyncProperty(withStrangers, fc.constantFrom(...clients), async ({ stream: { name, text }, text: changed }, client) => {
				const normal = framesIn(text)
					.map((frame) => `${frame}\n\n`)
					.join("");

				expect(await sent(name, changed, client)).toEqual(await sent(name, normal, client));
			}),
			{ numRuns: runs(200, 5000) },
		);
	});

	test("passed through they are the same bytes, and what is noted stays", async () => {
		await fc.assert(
			fc.asyncProperty(withStrangers, async ({ stream, text }) => {
				const passed = await sent(stream.name, text);

				expect(passed.text).toBe(text);
				expect({ ...passed.summary, said: 0 }).toEqual({ ...(await sent(stream.name, stream.text)).summary, said: 0 });
			}),
			{ numRuns: runs(200, 5000) },
		);
	});

	test("unknown values break no stream: every word of it comes", async () => {
		await fc.assert(
			fc.asyncProperty(withValues, fc.constantFrom(undefined, ...clients), async ({ stream: { name, text }, text: changed }, client) => {
				const usual = await sent(name, text, client);
				const odd = await sent(name, changed, client);

				expect(odd.summary).toMatchObject({ broken: false, owesError: false });
				expect(odd.summary.usage).toEqual(usual.summary.usage);
				if (client) expect(saidTo(client, odd.text)).toEqual(saidTo(client, usual.text));
				else expect(odd.text).toBe(changed);
			}),
			{ numRuns: runs(200, 5000) },
		);
	});
});
