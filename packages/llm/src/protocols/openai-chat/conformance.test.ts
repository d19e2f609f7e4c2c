import type OpenAI from "openai";
import { Stream } from "openai/core/streaming";
import { ChatCompletionStream } from "openai/lib/ChatCompletionStream";
import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import { describe, expect, test } from "vitest";
import { chunkLines, hasRecordings, recordings } from "../../../../../test/support/recorded.ts";
import { bodyOf } from "../../../../../test/support/streams.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import { holdStream } from "../../transport/hold.ts";
import { frameSplitter } from "../../transport/sse.ts";
import { MalformedAnswer } from "../protocol.ts";
import { openaiChatClient, openaiChatUpstream } from "./index.ts";

const folders = ["openai-chat", "deepseek-chat", "groq-chat", "mistral-chat", "openai-compatible"];
/** Bodies of other endpoints, and errors. */
const noAnswers = ["mistral-chat/mistral-transcription.json", "openai-chat/reasoning-model-legacy-parameter-error.json"];

const answers = recordings(folders, ".json").filter(({ name }) => !noAnswers.includes(name));
const refused = recordings(folders, ".json").filter(({ name }) => noAnswers.includes(name));
const streams = [
	...recordings(folders, ".sse"),
	...recordings(folders, ".chunks.txt").map((recording) => ({
		name: recording.name,
		text: [...chunkLines(recording), "[DONE]"].map((line) => `data: ${line}\n\n`).join(""),
	})),
];

/** What an answer says, read straight from the recorded JSON in the plainest way, to compare with. */
interface Told {
	text: string;
	reasoning: string;
	calls: { id: string; name: string; arguments: string }[];
	finish: string;
	prompt: number | undefined;
	total: number | undefined;
}

const nothing = (): Told => ({ text: "", reasoning: "", calls: [], finish: "", prompt: undefined, total: undefined });

function recordedStream(text: string): Told {
	const told = nothing();
	for (const line of text.split("\n").filter((one) => one.startsWith("data: {"))) {
		const chunk = JSON.parse(line.slice(6));
		const delta = chunk.choices[0]?.delta ?? {};
		told.text += delta.content ?? "";
		told.reasoning += delta.reasoning_content ?? delta.reasoning ?? "";
		for (const call of delta.tool_calls ?? []) {
			if (call.id) told.calls.push({ id: call.id, name: call.function.name, arguments: "" });
			const last = told.calls.at(-1);
			if (last) last.arguments += call.function.arguments;
		}
		told.finish = chunk.choices[0]?.finish_reason ?? told.finish;
		told.prompt = chunk.usage?.prompt_tokens ?? told.prompt;
		told.total = chunk.usage?.total_tokens ?? told.total;
	}
	return told;
}

function recordedAnswer(text: string): Told {
	const { choices, usage } = JSON.parse(text);
	const { message, finish_reason } = choices[0];
	return {
		text: message.content ?? "",
		reasoning: message.reasoning_content ?? message.reasoning ?? "",
		calls: (message.tool_calls ?? []).map((call: { id: string; function: object }) => ({ id: call.id, ...call.function })),
		finish: finish_reason,
		prompt: usage.prompt_tokens,
		total: usage.total_tokens,
	};
}

/** What the official SDK understands. */
function understood(answer: OpenAI.ChatCompletion): Told {
	const [choice] = answer.choices;
	const message = choice?.message;
	const reasoning = message && "reasoning_content" in message ? String(message.reasoning_content) : "";
	return {
		text: message?.content ?? "",
		reasoning,
		calls: (message?.tool_calls ?? []).flatMap((call) =>
			call.type === "function" ? [{ id: call.id, name: call.function.name, arguments: call.function.arguments }] : [],
		),
		finish: choice?.finish_reason ?? "",
		prompt: answer.usage?.prompt_tokens,
		total: answer.usage?.total_tokens,
	};
}

/** The SDK's accumulator leaves out fields it does not know, reasoning among them: collected here from its chunks. */
async function readWithSdk(text: string): Promise<Told> {
	const chunks: ChatCompletionChunk[] = [];
	for await (const chunk of Stream.fromSSEResponse<ChatCompletionChunk>(new Response(text), new AbortController())) chunks.push(chunk);
	const lines = new Response(chunks.map((chunk) => `${JSON.stringify(chunk)}\n`).join("")).body;
	if (lines === null) throw new Error("no body");
	const told = understood(await ChatCompletionStream.fromReadableStream(lines).finalChatCompletion());
	const reasoning = chunks.map((chunk) => {
		const delta = chunk.choices[0]?.delta;
		return delta && "reasoning_content" in delta ? String(delta.reasoning_content) : "";
	});
	return { ...told, reasoning: reasoning.join("") };
}

async function held(text: string, translate: boolean) {
	const builder = translate ? openaiChatClient.streamBuilder({ includeUsage: true }) : undefined;
	const stream = await holdStream(bodyOf([text]), openaiChatUpstream, { builder });
	if (stream.kind !== "output") throw new Error(`expected output, got ${stream.kind}`);
	const pieces = [stream.first];
	for await (const piece of stream.rest) pieces.push(piece);
	return { text: pieces.map((piece) => Buffer.from(piece).toString("utf8")).join(""), summary: stream.summary() };
}

describe.skipIf(!hasRecordings)("recorded answers", () => {
	test("there are some", () => {
		expect(answers.length).toBeGreaterThanOrEqual(6);
		expect(refused).toHaveLength(noAnswers.length);
		expect(streams.length).toBeGreaterThanOrEqual(6);
	});

	test.each(answers)("$name says the same after parse and build", ({ text }) => {
		const parsed = openaiChatUpstream.parseResponse(JSON.parse(text));
		const built: unknown = openaiChatClient.buildResponse(parsed);

		expect(understood(built as OpenAI.ChatCompletion)).toEqual(recordedAnswer(text));
	});

	test.each(refused)("$name is no answer", ({ text }) => {
		expect(() => openaiChatUpstream.parseResponse(JSON.parse(text))).toThrow(MalformedAnswer);
	});

	test("an error's message is found", () => {
		const messages = refused.map(({ text }) => openaiChatUpstream.errorMessage(text));

		expect(messages).toContainEqual(expect.stringContaining("'max_tokens' is not supported with this model"));
	});

	test.each(streams)("$name: built again, the official SDK reads the same from it", async ({ text }) => {
		const recorded = recordedStream(text);

		const { text: built, summary } = await held(text, true);

		expect(await readWithSdk(built)).toEqual(recorded);
		expect(summary.broken).toBe(false);
	});

	test.each(streams)("$name: passed through, bytes stay and finish and usage are seen", async ({ text }) => {
		const passed = await held(text, false);
		const translated = await held(text, true);

		expect(passed.text).toBe(text);
		const { said: about, ...noted } = passed.summary;
		const { said, ...told } = translated.summary;
		expect(noted).toEqual(told);
		expect(Math.abs(about - said)).toBeLessThanOrEqual(5 + said / 4);
	});

	test.each(streams)("$name: a glimpse of each frame agrees with its parts", ({ text }) => {
		const parser = openaiChatUpstream.streamParser();
		let state = parser.initial;
		let outputSeen = false;
		for (const frame of frameSplitter().push(Buffer.from(text))) {
			const [next, parts] = parser.step(state, frame);
			state = next;
			const find = <T extends StreamPart["type"]>(type: T) =>
				parts.find((part): part is Extract<StreamPart, { type: T }> => part.type === type);

			const early = openaiChatUpstream.glimpse(frame, false);
			const late = openaiChatUpstream.glimpse(frame, true);

			outputSeen ||= early.output;
			expect(early.finish?.raw).toBe(find("finish")?.raw);
			expect(late.finish).toEqual(early.finish);
			expect(early.usage).toEqual(find("usage")?.usage);
			expect(late.usage).toEqual(early.usage);
			expect(early.error ?? late.error).toBeUndefined();
		}
		expect(outputSeen).toBe(true);
	});
});
