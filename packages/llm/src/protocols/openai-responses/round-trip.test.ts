import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hubAnswer } from "../../../../../test/support/hub-answer.ts";
import { readEvents, readStream, readWhole } from "../../../../../test/support/responses-sdk.ts";
import { runs } from "../../../../../test/support/runs.ts";
import { cutBytes } from "../../../../../test/support/streams.ts";
import { type Collected, collect, nothingCollected } from "../../chat/collect.ts";
import type { AssistantPart, JsonObject } from "../../chat/request.ts";
import type { ChatResponse } from "../../chat/response.ts";
import { streamOf } from "../../chat/stream-of.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import { frameSplitter } from "../../transport/sse.ts";
import { openaiResponsesClient, openaiResponsesUpstream } from "./index.ts";

const origin = { provider: "anthropic", account: "abc", model: "claude" };

function built(parts: readonly StreamPart[]): string {
	const builder = openaiResponsesClient.streamBuilder({ includeUsage: true, origin });
	let state = builder.initial;
	let text = "";
	for (const part of parts) {
		const [next, out] = builder.step(state, part);
		state = next;
		text += out.join("");
	}
	return text + builder.end(state).join("");
}

/** The events of a stream, and the response in the last of them. */
function read(stream: string): { events: JsonObject[]; last: JsonObject } {
	const events = stream
		.split("\n\n")
		.filter((frame) => frame.startsWith("event: "))
		.map((frame): JsonObject => JSON.parse(frame.slice(frame.indexOf("data: ") + 6)));
	return { events, last: events.at(-1)?.["response"] as JsonObject };
}

/** What the gateway understands when the client sends an answer's items back. */
function sentBack({ output }: JsonObject): readonly AssistantPart[] {
	const { messages } = openaiResponsesClient.parseRequest({ model: "m", input: output ?? [] });
	return messages.flatMap((message) => (message.role === "assistant" ? message.content : []));
}

/** Who made a proof stands on it when it comes back. */
const withOrigin = (part: AssistantPart): AssistantPart => {
	const proved = ("signature" in part && part.signature !== undefined) || ("encrypted" in part && part.encrypted !== undefined);
	return proved ? { ...part, origin } : part;
};

function parsed(chunks: Iterable<Uint8Array>): StreamPart[] {
	const splitter = frameSplitter();
	const parser = openaiResponsesUpstream.streamParser();
	let state = parser.initial;
	const parts: StreamPart[] = [];
	const take = (frames: ReturnType<typeof splitter.push>) => {
		for (const frame of frames) {
			const [next, made] = parser.step(state, frame);
			state = next;
			parts.push(...made);
		}
	};
	for (const chunk of chunks) take(splitter.push(chunk));
	take(splitter.end());
	return [...parts, ...parser.end(state)];
}

describe("answers of any kind", () => {
	test("come back from the client as they were said, streamed or whole", () => {
		fc.assert(
			fc.property(hubAnswer, (answer) => {
				const whole = openaiResponsesClient.buildResponse(answer, origin);
				const { last } = read(built(streamOf(answer)));

				expect(last).toEqual(whole);
				expect(sentBack(whole)).toEqual(JSON.parse(JSON.stringify(answer.content.map(withOrigin))));
			}),
			{ numRuns: runs(300, 10_000) },
		);
	});

	test("are numbered without a gap, and every item and part that is added is done", () => {
		fc.assert(
			fc.property(hubAnswer, (answer) => {
				const { events } = read(built(streamOf(answer)));

				const count = (ending: string) => events.filter(({ type }) => String(type).endsWith(ending)).length;
				expect(events.map((event) => event["sequence_number"])).toEqual(events.map((_, at) => at));
				expect(count("output_item.added")).toBe(count("output_item.done"));
				expect(count("part.added")).toBe(count("part.done"));
			}),
			{ numRuns: runs(200, 5000) },
		);
	});

	test("are read by the official SDK alike, streamed or whole", async () => {
		await fc.assert(
			fc.asyncProperty(hubAnswer, async (answer) => {
				const whole = await readWhole(JSON.stringify(openaiResponsesClient.buildResponse(answer, origin)));
				const { deltas, ...streamed } = await readStream(built(streamOf(answer)));

				expect(streamed).toEqual(whole);
				expect(deltas).toBe(whole.text);
			}),
			{ numRuns: runs(100, 3000) },
		);
	});

	test("are parsed the same from a stream cut anywhere and from a whole answer", () => {
		const cut = hubAnswer.chain((answer) => cutBytes(built(streamOf(answer))).map((chunks) => ({ answer, chunks })));

		fc.assert(
			fc.property(cut, ({ answer, chunks }) => {
				const whole = openaiResponsesUpstream.parseResponse(
					JSON.parse(JSON.stringify(openaiResponsesClient.buildResponse(answer, origin))),
				);

				const { response, finished } = parsed(chunks).reduce<Collected>(collect, nothingCollected);

				expect(response).toEqual(whole);
				expect(finished).toBe(true);
			}),
			{ numRuns: runs(200, 5000) },
		);
	});
});

const start: StreamPart = { type: "start", id: "msg_1", model: "claude", created: 7 };
const error = { status: 502, code: "upstream_error", message: "The provider hung up", param: null, requestId: "r" };

describe("streams of a kind of their own", () => {
	test("tool calls side by side, words between them, and usage after the end", async () => {
		const stream = built([
			start,
			{ type: "text-delta", text: "Let me see" },
			{ type: "tool-call-start", index: 0, id: "a", name: "f" },
			{ type: "tool-call-start", index: 1, id: "a", name: "g" },
			{ type: "tool-call-delta", index: 1, arguments: "{}" },
			{ type: "ping" },
			{ type: "text-delta", text: " more" },
			{ type: "tool-call-delta", index: 0, arguments: "[]" },
			{ type: "finish", reason: "tool-calls", raw: "tool_use" },
			{ type: "usage", usage: { input: 3, output: 2, cachedInput: 1, cacheWriteInput: 0, reasoning: 1 } },
		]);

		const answer = await readStream(stream);

		expect(answer).toMatchObject({ text: "Let me see more", status: "completed", input: 3, output: 2 });
		// Two calls of one id would be one call to the client.
		expect(answer.calls).toEqual([
			{ id: "a", name: "f", arguments: "[]" },
			{ id: "a_2", name: "g", arguments: "{}" },
		]);
	});

	test("the order of the events of a message", () => {
		const { events } = read(built([start, { type: "text-delta", text: "Hi" }, { type: "finish", reason: "length", raw: "max_tokens" }]));

		expect(events.map(({ type }) => type)).toEqual([
			"response.created",
			"response.in_progress",
			"response.output_item.added",
			"response.content_part.added",
			"response.output_text.delta",
			"response.output_text.done",
			"response.content_part.done",
			"response.output_item.done",
			"response.incomplete",
		]);
		expect(events.at(-1)?.["response"]).toMatchObject({
			id: "resp_msg_1",
			created_at: 7,
			incomplete_details: { reason: "max_output_tokens" },
			output: [{ id: "msg_msg_1_0", status: "incomplete" }],
		});
	});

	test("an error after output is a failed response with what was said, and the official SDK reads it", async () => {
		const builder = openaiResponsesClient.streamBuilder({ includeUsage: true });
		let state = builder.initial;
		let text = "";
		for (const part of [start, { type: "text-delta", text: "Half" } as const]) {
			const [next, out] = builder.step(state, part);
			state = next;
			text += out.join("");
		}

		const stream = text + builder.fail?.(state, error);

		const events = await readEvents(stream);
		expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, at) => at));
		expect(read(stream).last).toMatchObject({
			id: "resp_msg_1",
			status: "failed",
			error: { code: "server_error", message: "The provider hung up" },
			output: [{ type: "message", status: "incomplete", content: [{ text: "Half" }] }],
		});
		expect(await readStream(stream)).toMatchObject({ status: "failed", text: "Half" });
		expect(parsed([Buffer.from(stream)]).at(-1)).toMatchObject({ type: "error", message: "The provider hung up" });
	});

	test("an error before anything is known of the response is thrown by the official SDK", async () => {
		const builder = openaiResponsesClient.streamBuilder({ includeUsage: true });

		expect(builder.fail?.(builder.initial, error)).toBeUndefined();
		await expect(readEvents(openaiResponsesClient.buildStreamError(error))).rejects.toMatchObject({
			code: "upstream_error",
			message: expect.stringContaining("hung up"),
		});
	});

	test("without an origin proofs are left out", () => {
		const answer: ChatResponse = {
			id: "a",
			model: "m",
			created: 1,
			content: [{ type: "reasoning", text: "Hm", signature: "c2ln" }],
			finishReason: "stop",
			rawFinishReason: "stop",
		};

		expect(openaiResponsesClient.buildResponse(answer)["output"]).toMatchObject([{ type: "reasoning", encrypted_content: null }]);
	});
});
