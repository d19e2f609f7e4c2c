import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type BodyOptions, streamBody } from "./body.ts";

const keepAlive = ": still here\n\n";
const silenceMs = 1000;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

/** Chunks that come when they are told to. */
function source() {
	const waiting: ((result: IteratorResult<string, undefined>) => void)[] = [];
	const ready: IteratorResult<string, undefined>[] = [];
	let asked = 0;
	const give = async (result: IteratorResult<string, undefined>): Promise<void> => {
		const next = waiting.shift();
		if (next) next(result);
		else ready.push(result);
		await nextTurn();
	};
	const chunks: AsyncIterator<string, undefined> = {
		next() {
			asked += 1;
			const result = ready.shift();
			return result ? Promise.resolve(result) : new Promise((resolve) => waiting.push(resolve));
		},
	};
	return {
		chunks,
		asked: () => asked,
		say: (value: string) => give({ done: false, value }),
		end: () => give({ done: true, value: undefined }),
	};
}

function open(chunks: BodyOptions["chunks"]) {
	const abandon = vi.fn();
	const body = streamBody({ chunks, keepAlive, silenceMs, abandon });
	let text = "";
	body.on("data", (piece: Buffer) => {
		text += piece.toString();
	});
	return { body, abandon, text: () => text };
}

const silence = async (ms: number): Promise<void> => {
	vi.advanceTimersByTime(ms);
	await nextTurn();
};

it("says something in silence, again and again, and nothing once it has ended", async () => {
	const { chunks, say, end } = source();
	const { text, abandon } = open(chunks);

	await say("data: a\n\n");
	await silence(silenceMs - 1);
	expect(text()).toBe("data: a\n\n");
	await silence(2 * silenceMs);
	await say("data: b\n\n");
	await silence(silenceMs - 1);
	await end();
	await silence(5 * silenceMs);

	expect(text()).toBe(`data: a\n\n${keepAlive}${keepAlive}data: b\n\n`);
	expect(abandon).not.toHaveBeenCalled();
});

it.each(["data: half", "data: half\n", "data: {\r\n"])("says nothing inside a frame: %j", async (half) => {
	const { chunks, say } = source();
	const { text } = open(chunks);

	await say(half);
	await silence(3 * silenceMs);

	expect(text()).toBe(half);
});

it.each(["data: whole\n\n", "data: whole\r\n\r\n"])("knows the end of a frame, as text and as bytes: %j", async (frame) => {
	for (const chunk of [frame, Buffer.from(frame)]) {
		const body = streamBody({ chunks: once(chunk), keepAlive, silenceMs, abandon: () => undefined });
		let text = "";
		body.on("data", (piece: Buffer) => {
			text += piece.toString();
		});
		await nextTurn();
		await silence(silenceMs);

		expect(text).toBe(frame + keepAlive);
		body.destroy();
	}
});

/** One chunk, then silence for ever. */
function once(chunk: string | Uint8Array): AsyncIterator<string | Uint8Array> {
	let said = false;
	return {
		next() {
			if (said) return new Promise(() => undefined);
			said = true;
			return Promise.resolve({ done: false, value: chunk });
		},
	};
}

it("asks for no more than the client has room for", async () => {
	const { chunks, say, asked } = source();
	const body = streamBody({ chunks, keepAlive, silenceMs, abandon: () => undefined });
	const large = "x".repeat(100_000);

	body.read(0);
	await say(large);
	await say(large);
	expect(asked()).toBe(1);
	body.read();
	await nextTurn();

	expect(asked()).toBeGreaterThan(1);
	body.destroy();
});

it("tells its source once when the client leaves, and never after the end", async () => {
	const left = source();
	const leaving = open(left.chunks);
	await left.say("data: a\n\n");
	leaving.body.destroy();
	await nextTurn();

	const heard = source();
	const ending = open(heard.chunks);
	await heard.say("data: a\n\n");
	await heard.end();
	ending.body.destroy();
	await nextTurn();

	expect(leaving.abandon).toHaveBeenCalledOnce();
	expect(ending.abandon).not.toHaveBeenCalled();
});

it("a source that fails breaks the body", async () => {
	const body = streamBody({ chunks: { next: () => Promise.reject(new Error("gone")) }, keepAlive, silenceMs, abandon: () => undefined });
	const failed = new Promise((resolve) => body.once("error", resolve));

	body.resume();

	expect(await failed).toMatchObject({ message: "gone" });
});
