import { openTable } from "@smart-router/core/store/open-table.ts";
import { type Store, StoreError } from "@smart-router/core/store/store.ts";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../../support/fake-upstream/fake-upstream.ts";
import { type ProxyStage, startProxyStage } from "../../support/proxy-stage.ts";

let upstream: FakeUpstream;
let stage: ProxyStage | undefined;
beforeAll(async () => {
	upstream = await startFakeUpstream();
});
afterAll(() => upstream.close());
afterEach(() => {
	stage?.close();
	stage = undefined;
	vi.unstubAllEnvs();
	upstream.reset();
});

type Call = keyof Store;

/** A store whose calls fail while `failing` says so. */
const breaking = (failing: (call: Call) => StoreError | undefined) => (store: Store) =>
	new Proxy(store, {
		get:
			(target, name: Call) =>
			async (...input: never[]) => {
				const error = failing(name);
				if (error) throw error;
				return (target[name] as (...input: never[]) => unknown)(...input);
			},
	});

it.each(["unavailable", "throttled"] as const)("a store that is %s is a 503 with Retry-After, and nobody is called", async (kind) => {
	let down = false;
	const error = new StoreError(kind, "the store is away");
	stage = await startProxyStage(upstream, { labels: ["a", "b"], store: breaking(() => (down ? error : undefined)) });
	await stage.chat();
	const before = upstream.chats().length;

	down = true;
	const answers = [await stage.chat(), await stage.chat({ stream: true }), await stage.chat({}, { headers: { "x-session-id": "s" } })];
	down = false;

	for (const answer of answers) {
		expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "1"]);
		expect(answer.json()).toMatchObject({ error: { code: "store_unavailable", message: expect.any(String) } });
	}
	expect(upstream.chats()).toHaveLength(before);
	expect((await stage.chat()).status).toBe(200);
});

it("an answer stands though the store cannot be written to afterwards, nor asked for the conversation", async () => {
	let updates = 0;
	const failing = (call: Call) =>
		(call === "update" && ++updates > 1) || call === "put" || call === "get"
			? new StoreError("unavailable", "the store is away")
			: undefined;
	let down = false;
	stage = await startProxyStage(upstream, { labels: ["a"], store: breaking((call) => (down ? failing(call) : undefined)) });
	await stage.chat();

	down = true;
	const answer = await stage.chat({}, { headers: { "x-session-id": "s" } });

	expect(answer.status).toBe(200);
});

it("a cooldown is kept although the store throttles its first writes", async () => {
	let throttled = 0;
	let limited = false;
	const failing = (call: Call) => (limited && call === "update" && throttled++ < 2 ? new StoreError("throttled", "slow down") : undefined);
	stage = await startProxyStage(upstream, {
		labels: ["a"],
		store: breaking(failing),
		http: (http) => (request) => {
			limited = true;
			return http(request);
		},
	});
	upstream.script("a", { status: 429, headers: { "retry-after": "700" } });

	const first = await stage.chat();
	limited = false;
	const second = await stage.chat();

	expect([first.headers["retry-after"], second.headers["retry-after"]?.slice(0, 2)]).toEqual(["700", "70"]);
	expect(upstream.chats()).toHaveLength(1);
});

it("a table that nobody serves fails within seconds", async () => {
	for (const [name, value] of Object.entries({
		AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:9",
		AWS_REGION: "eu-central-1",
		AWS_ACCESS_KEY_ID: "test",
		AWS_SECRET_ACCESS_KEY: "test",
	}))
		vi.stubEnv(name, value);
	const store = openTable("nowhere");

	await expect(store.get({ pk: "p", sk: "s" })).rejects.toMatchObject({ name: "StoreError", kind: "unavailable" });
	store.close();
});
