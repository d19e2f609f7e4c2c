import { toAccount } from "@smart-router/core/account/account.ts";
import { KeysError } from "@smart-router/core/keys/keys.ts";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../../support/fake-upstream/fake-upstream.ts";
import { type ProxyStage, type ProxyStageOptions, startProxyStage } from "../../support/proxy-stage.ts";

let upstream: FakeUpstream;
let stage: ProxyStage;
beforeAll(async () => {
	upstream = await startFakeUpstream();
});
afterAll(() => upstream.close());
afterEach(() => {
	stage.close();
	upstream.reset();
});

const start = async (options: Partial<ProxyStageOptions> = {}): Promise<void> => {
	stage = await startProxyStage(upstream, { labels: ["a"], maxConcurrency: 1, ...options });
};

const accountA = async () =>
	toAccount((await stage.store.query({ pk: "ws#default", prefix: "rotation#fake#account#a" })).items[0] ?? { pk: "", sk: "" });
const records = async () => (await stage.store.query({ pk: "ws#default#request", prefix: "" })).items;

/** A function with 300 ms of work left before it has to settle. */
const nearlyOver = { remainingMs: 10_300 };

it("a function whose life ends in the middle of a stream ends it with an error in the client's protocol, and settles", async () => {
	await start();
	upstream.script("a", { frameDelayMs: 600 });

	const { status, body } = await stage.chat({ stream: true }, { remainingMs: 11_500 });

	expect(status).toBe(200);
	expect(body).toContain("longer than the gateway's function may run");
	expect(await records()).toMatchObject([{ outcome: "broken", attempts: [{ verdict: "out of time" }] }]);
	expect(await accountA()).toMatchObject({ inFlight: {}, cooldowns: {}, lastFaultAt: 0 });
	await upstream.until((calls) => calls.some(({ aborted }) => aborted));
});

it.each([false, true])("a function whose life ends before there is an answer says 504, and settles (stream: %s)", async (stream) => {
	await start();
	upstream.script("a", { hang: true });

	const answer = await stage.chat({ stream }, nearlyOver);

	expect(answer.status).toBe(504);
	expect(answer.json()).toMatchObject({ error: { code: "upstream_timeout" } });
	expect(await records()).toMatchObject([{ outcome: "error", status: 504, attempts: [{ verdict: "out of time" }] }]);
	expect(await accountA()).toMatchObject({ inFlight: {}, cooldowns: {}, lastFaultAt: 0 });
});

it("a server without an end runs on", async () => {
	await start();

	expect((await stage.chat({ stream: true }, { remainingMs: Number.POSITIVE_INFINITY })).body).toContain("[DONE]");
});

it("an attempt that breaks inside the gateway is over too", async () => {
	let broken = true;
	await start({
		keys: (keys) => ({
			...keys,
			decrypt: (...input) => (broken ? Promise.reject(new KeysError("unavailable", "the key service is away")) : keys.decrypt(...input)),
		}),
	});

	const answers = [await stage.chat(), await stage.chat()];
	broken = false;

	expect(answers.map(({ status, headers }) => [status, headers["retry-after"]])).toEqual([
		[503, "1"],
		[503, "1"],
	]);
	expect(await accountA()).toMatchObject({ inFlight: {}, cooldowns: {} });
	expect(upstream.chats()).toEqual([]);
	expect((await stage.chat()).status).toBe(200);
});

it("a client that leaves gives its place up", async () => {
	await start();
	upstream.script("a", { hang: true });
	const hangUp = new AbortController();

	const asked = stage.chat({}, { signal: hangUp.signal });
	await upstream.until((calls) => calls.length > 0);
	hangUp.abort();
	await asked;

	expect(await accountA()).toMatchObject({ inFlight: {}, cooldowns: {} });
	expect(await records()).toMatchObject([{ outcome: "aborted" }]);
});
