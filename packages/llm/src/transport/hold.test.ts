import { describe, expect, test } from "vitest";
import { bodyOf } from "../../../../test/support/streams.ts";
import { anthropicMessagesUpstream } from "../protocols/anthropic-messages/index.ts";
import { geminiArrayClient, geminiUpstream } from "../protocols/gemini/index.ts";
import { openaiChatClient, openaiChatUpstream } from "../protocols/openai-chat/index.ts";
import { type HeldStream, holdStream } from "./hold.ts";
import { HttpError } from "./http.ts";

const chunk = (delta: object, finish: string | null = null, more: object = {}): string =>
	`data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", created: 7, model: "m", choices: [{ index: 0, delta, finish_reason: finish }], ...more })}\n\n`;
const role = chunk({ role: "assistant", content: "" });
const hello = chunk({ content: "Hello" });
const world = chunk({ content: " wörld" });
const stop = chunk({}, "stop");
const usage = `data: {"id":"c1","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}\n\n`;
const done = "data: [DONE]\n\n";
const failure = 'data: {"error":{"message":"Slow down","code":"rate_limit_exceeded"}}\n\n';
const broken = new HttpError("broken", "connection reset");

const passed = (body: AsyncIterable<Uint8Array>) => holdStream(body, openaiChatUpstream);
const translated = (body: AsyncIterable<Uint8Array>, includeUsage = false) =>
	holdStream(body, openaiChatUpstream, { builder: openaiChatClient.streamBuilder({ includeUsage }) });
const both = [
	["passed through", passed],
	["translated", translated],
] as const;

async function readAll(held: HeldStream) {
	if (held.kind !== "output") throw new Error(`expected output, got ${held.kind}`);
	const rest: (Uint8Array | string)[] = [];
	for await (const piece of held.rest) rest.push(piece);
	const text = [held.first, ...rest].map((piece) => Buffer.from(piece).toString("utf8")).join("");
	return { first: Buffer.from(held.first).toString("utf8"), rest, text, summary: held.summary() };
}

test.each(both)("%s: what comes before the first output goes out with it", async (_name, hold) => {
	const { first, text, summary } = await readAll(await hold(bodyOf([": wait\n\n", role, hello, world, stop, usage, done])));

	expect(first).toContain("Hello");
	expect(first).not.toContain("wörld");
	expect(text.endsWith(done)).toBe(true);
	expect(summary).toMatchObject({
		finish: { reason: "stop", raw: "stop" },
		usage: { input: 3, output: 2 },
		broken: false,
		owesError: false,
	});
});

test("passed through: the same bytes, and after the first output the very same buffers", async () => {
	const chunks = [role, hello, world, stop, usage, done].map((text) => Buffer.from(text));

	const { text, rest } = await readAll(await passed(bodyOf(chunks)));

	expect(text).toBe(Buffer.concat(chunks).toString("utf8"));
	expect(rest).toHaveLength(4);
	for (const [at, piece] of rest.entries()) expect(piece).toBe(chunks[at + 2]);
});

test.each(both)("%s: an error before any output is no stream", async (_name, hold) => {
	const held = await hold(bodyOf([": wait\n\n", role, failure]));

	expect(held).toEqual({ kind: "error", message: "Slow down", body: '{"error":{"message":"Slow down","code":"rate_limit_exceeded"}}' });
});

test.each(both)("%s: a plain JSON error with status 200 is one too", async (_name, hold) => {
	const held = await hold(bodyOf(['{\n  "error": {', '"message": "No credit"}\n}\n']));

	expect(held).toMatchObject({ kind: "error", message: "No credit" });
});

test.each(both)("%s: an end without output", async (_name, hold) => {
	expect(await hold(bodyOf([]))).toEqual({ kind: "empty" });
	expect(await hold(bodyOf([role, done]))).toEqual({ kind: "empty" });
});

test.each(both)("%s: an empty answer that is finished is an answer", async (_name, hold) => {
	const { summary } = await readAll(await hold(bodyOf([role, stop])));

	expect(summary.broken).toBe(false);
});

test.each(both)("%s: the last frame counts without its blank line", async (_name, hold) => {
	const { summary } = await readAll(await hold(bodyOf([hello, stop.trimEnd()])));
	const whole = await readAll(await hold(bodyOf([stop.trimEnd()])));

	expect(summary.finish?.reason).toBe("stop");
	expect(whole.summary.finish?.reason).toBe("stop");
});

test.each(both)("%s: a connection that breaks before output throws", async (_name, hold) => {
	await expect(hold(bodyOf([role], broken))).rejects.toBe(broken);
});

test.each(both)("%s: one that breaks after output ends the stream, and the client is owed an error", async (_name, hold) => {
	const { text, summary } = await readAll(await hold(bodyOf([role, hello, world], broken)));

	expect(text).toContain("wörld");
	expect(text).not.toContain("[DONE]");
	expect(summary).toEqual({ broken: true, cause: broken, owesError: true, said: 11 / 4 });
});

test.each(both)("%s: an end without a finish reason is a break", async (_name, hold) => {
	const { text, summary } = await readAll(await hold(bodyOf([role, hello])));

	expect(text).not.toContain("[DONE]");
	expect(summary).toEqual({ broken: true, owesError: true, said: 5 / 4 });
});

test("the provider's error after output: passed on as it came, or owed by the translation", async () => {
	const chunks = [hello, failure, world];

	const passage = await readAll(await passed(bodyOf(chunks)));
	const translation = await readAll(await translated(bodyOf(chunks)));

	expect(passage.text).toBe(hello + failure);
	expect(passage.summary).toMatchObject({ error: { message: "Slow down" }, broken: false, owesError: false });
	expect(translation.text).not.toContain("Slow down");
	expect(translation.summary).toMatchObject({ error: { message: "Slow down" }, broken: false, owesError: true });
});

test("translated: usage goes to the client that asked for it", async () => {
	const chunks = [hello, stop, usage, done];

	const asked = await readAll(await translated(bodyOf(chunks), true));
	const silent = await readAll(await translated(bodyOf(chunks)));

	expect(asked.text).toContain('"prompt_tokens":3');
	expect(silent.text).not.toContain("usage");
});

test.each(both)("%s: a frame without an end breaks the stream", async (_name, hold) => {
	const endless = Array.from({ length: 18 }, () => "x".repeat(1024 * 1024));

	const { summary } = await readAll(await hold(bodyOf([hello, "data: ", ...endless])));

	expect(summary.broken).toBe(true);
	expect(summary.cause).toBeInstanceOf(HttpError);
});

test.each(both)("%s: a stream that says no word and never ends is broken, not held", async (_name, hold) => {
	async function* pings(): AsyncGenerator<Uint8Array> {
		const ping = Buffer.from(`: ${"x".repeat(1024 * 1024)}\n\n`);
		for (;;) yield ping;
	}

	await expect(hold(pings())).rejects.toMatchObject({ reason: "broken", message: "the stream went on for 16 MiB without any output" });
});

test("the chunk of counts that only the gateway asked for is left out, and counted", async () => {
	const { unasked } = openaiChatClient.passRequest("{}", "m", { askUsage: true });
	const frames = [role, hello, stop, usage, done];
	const alone = Buffer.from(frames.join(""));
	for (const chunks of [frames, [alone], [...alone].map((byte) => Buffer.from([byte]))]) {
		const { text, summary } = await readAll(await holdStream(bodyOf(chunks), openaiChatUpstream, { unasked }));

		expect(text).toBe([role, hello, stop, done].join(""));
		expect(summary).toMatchObject({ usage: { input: 3, output: 2 }, broken: false });
	}
});

test("up to the finish reason nothing is cut or held back for it", async () => {
	const { unasked } = openaiChatClient.passRequest("{}", "m", { askUsage: true });
	const chunks = [role, hello, world.slice(0, 20), world.slice(20), stop, usage, done].map((text) => Buffer.from(text));

	const { rest } = await readAll(await holdStream(bodyOf(chunks), openaiChatUpstream, { unasked }));

	for (const at of [0, 1]) expect(rest[at]).toBe(chunks[at + 2]);
});

test.each(both)("%s: whoever leaves closes the connection", async (_name, hold) => {
	for (const chunks of [
		[role, failure],
		[hello, world, stop],
	]) {
		let closed = false;
		async function* body(): AsyncGenerator<Uint8Array> {
			try {
				yield* bodyOf(chunks);
			} finally {
				closed = true;
			}
		}

		const held = await hold(body());
		if (held.kind === "output") await held.rest.return();

		expect(closed).toBe(true);
	}
});

test("passed through: counts that the last event leaves out are those of an earlier one", async () => {
	const event = (type: string, more: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
	const start = { input_tokens: 10, cache_read_input_tokens: 5, cache_creation_input_tokens: 2, output_tokens: 1 };
	const frames = [
		event("message_start", { message: { usage: start } }),
		event("content_block_delta", { index: 0, delta: { type: "text_delta", text: "Hi" } }),
		event("message_delta", {
			delta: { stop_reason: "end_turn" },
			usage: { output_tokens: 40, output_tokens_details: { thinking_tokens: 9 } },
		}),
	];

	const { summary } = await readAll(await holdStream(bodyOf(frames), anthropicMessagesUpstream));

	expect(summary.usage).toEqual({ input: 17, output: 40, cachedInput: 5, cacheWriteInput: 2, reasoning: 9 });
});

describe("reframed as an array", () => {
	const reframed = (body: AsyncIterable<Uint8Array>) =>
		holdStream(body, geminiUpstream, { reframer: geminiArrayClient.streamReframer?.() });
	const said = (text: string, more: object = {}) =>
		`data: ${JSON.stringify({ candidates: [{ content: { parts: [{ text }] }, ...more }], unknown: 1.5 })}\r\n\r\n`;
	const dataOf = (frame: string) => JSON.parse(frame.slice(6));

	test("each frame's data stands in it, unknown fields and all", async () => {
		const frames = [said("one"), said("two", { finishReason: "STOP" })];

		const { text, summary } = await readAll(await reframed(bodyOf(frames)));

		expect(JSON.parse(text)).toEqual(frames.map(dataOf));
		expect(summary).toMatchObject({ broken: false, owesError: false });
	});

	test("an error, or a break, is owed: it ends the array", async () => {
		const fault = { status: 502, code: "upstream_error", message: "Broken", param: null, requestId: "r" };
		for (const frames of [[said("one"), 'data: {"error":{"code":503,"message":"Busy"}}\n\n'], [said("one")]]) {
			const { text, summary } = await readAll(await reframed(bodyOf(frames)));

			expect(summary.owesError).toBe(true);
			expect(JSON.parse(text + geminiArrayClient.buildStreamError(fault))).toEqual([
				dataOf(frames[0] ?? ""),
				geminiArrayClient.buildError(fault),
			]);
		}
	});
});
