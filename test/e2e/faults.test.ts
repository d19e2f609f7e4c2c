import { randomInt } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { keyOf, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { inParallel, tally } from "../support/load.ts";
import { stateOf } from "../support/stored.ts";

const hello = { model: "fake/model-x", messages: [{ role: "user", content: "Say hi" }] };
const labels = (count: number): string[] => Array.from({ length: count }, (_, index) => `account-${index}`);

interface AccountView {
	readonly status: string;
	readonly cooldowns: readonly { readonly scope: string; readonly reason: string; readonly until: string }[];
	readonly consecutiveErrors: number;
	readonly lastUsedAt: string | null;
}

let upstream: FakeUpstream;
let gateway: TestGateway;
let now: number;

beforeAll(async () => {
	upstream = await startFakeUpstream();
});
afterAll(() => upstream.close());
beforeEach(async () => {
	now = Date.UTC(2030, 0, 1, 12) + randomInt(1000);
	gateway = await startTestGateway({ clock: () => now });
});
afterEach(async () => {
	await gateway.close();
	upstream.reset();
});

const link = (count: number, id = "fake"): Promise<void> =>
	gateway.link({ id, protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["model-x", "model-y"] }, labels(count));

const account = (label: string, provider = "fake"): Promise<AccountView> => gateway.admin("GET", `/admin/accounts/${provider}:${label}`);

/** Status of a chat whose answer was read to its end. */
async function statusOf(body: unknown = hello): Promise<number> {
	const response = await gateway.chat(body);
	await response.text();
	return response.status;
}

describe("a minute of 500s from every account", () => {
	it("leaves all of them usable by themselves afterwards", async () => {
		await link(4);
		for (const label of labels(4)) upstream.script(keyOf(label), { status: 500 });
		const statuses: string[] = [];
		for (let second = 0; second < 60; second += 10) {
			const seen = await inParallel(second === 0 ? 50 : 5, 50, async () => String(await statusOf()));
			statuses.push(...seen);
			now += 10_000;
		}
		const during = await Promise.all(labels(4).map((label) => account(label)));

		upstream.reset();
		const ends = during.flatMap(({ cooldowns }) => cooldowns.map(({ until }) => Date.parse(until)));
		expect(Math.max(...ends) - now).toBeLessThanOrEqual(30 * 60_000);
		now = Math.max(now, ...ends);
		const after: string[] = [];
		for (let request = 0; request < 40; request++) {
			const response = await gateway.chat(hello);
			await response.text();
			after.push(response.headers.get("x-smart-router-profile") ?? `status ${response.status}`);
			now += 1000;
		}

		expect(Object.keys(tally(statuses)).filter((status) => !["429", "502"].includes(status))).toEqual([]);
		expect(during.map(({ consecutiveErrors }) => consecutiveErrors)).toEqual([0, 0, 0, 0]);
		expect(tally(after)).toEqual({ "fake:account-0": 10, "fake:account-1": 10, "fake:account-2": 10, "fake:account-3": 10 });
		const healed = await Promise.all(labels(4).map((label) => account(label)));
		expect(healed.map(({ status, cooldowns }) => [status, cooldowns])).toEqual(Array(4).fill(["verified", []]));
	});

	it("rests an account for a minute, however many requests it failed at once", async () => {
		await link(1);
		upstream.script(keyOf("account-0"), { status: 500 });

		await inParallel(50, 50, () => statusOf());

		const { cooldowns } = await account("account-0");
		expect(cooldowns).toMatchObject([{ scope: "*", reason: "server fault", until: new Date(now + 60_000).toISOString() }]);
		now += 60_000;
		upstream.reset();
		expect(await statusOf()).toBe(200);
	});
});

describe("an account that changes while an attempt on it is under way", () => {
	const late = [
		["an answer", {}],
		["a 429", { status: 429, headers: { "retry-after": "30" } }],
		["a 401", { status: 401 }],
		["a 500", { status: 500 }],
	] as const;

	/** A chat held back at the upstream until `meanwhile` is done. */
	async function answeredAfter(meanwhile: () => Promise<unknown>): Promise<Response> {
		const gate = upstream.gate(keyOf("account-0"));
		const answered = gateway.chat(hello);
		await upstream.until((calls) => calls.some(({ method }) => method === "POST"));
		await meanwhile();
		gate.open();
		const response = await answered;
		await response.clone().text();
		return response;
	}

	it.each(late)("stays deleted whatever comes late: %s", async (_, behaviour) => {
		await link(1);
		upstream.script(keyOf("account-0"), behaviour);

		await answeredAfter(() => gateway.admin("DELETE", "/admin/accounts/fake:account-0"));

		expect((await gateway.call("GET", "/admin/accounts/fake:account-0")).status).toBe(404);
		expect(await gateway.admin("GET", "/admin/accounts")).toEqual({ data: [], nextCursor: null });
		expect(stateOf(gateway.folder)).not.toMatch(/account#account-0|credential#/);
		expect(await statusOf()).toBe(503);
	});

	it.each(late)("is not touched once it is linked anew: %s", async (_, behaviour) => {
		await link(1);
		upstream.script(keyOf("account-0"), behaviour);
		let fresh: AccountView | undefined;

		await answeredAfter(async () => {
			await gateway.admin("DELETE", "/admin/accounts/fake:account-0");
			now += 1000;
			const again = { provider: "fake", method: "api_key", apiKey: "sk-fake-again", label: "account-0" };
			fresh = await gateway.admin("POST", "/admin/accounts", again);
		});

		expect(await account("account-0")).toEqual(fresh);
		expect(await statusOf()).toBe(200);
	});

	it.each([false, true])("is asked again at once with its new key when the old one is refused (streamed: %s)", async (stream) => {
		await link(1);
		const gate = upstream.gate(keyOf("account-0"));
		upstream.script(keyOf("account-0"), { status: 401 });
		const answered = gateway.chat({ ...hello, stream });
		await upstream.until((calls) => calls.some(({ method }) => method === "POST"));
		await gateway.admin("POST", "/admin/accounts/fake:account-0/credential", { apiKey: "sk-fake-replaced" });
		gate.open();

		const response = await answered;
		await response.text();

		expect(response.status).toBe(200);
		expect(upstream.chats().map(({ apiKey, status }) => [apiKey, status])).toEqual([
			[keyOf("account-0"), 401],
			["sk-fake-replaced", 200],
		]);
		expect(await account("account-0")).toMatchObject({ status: "verified", consecutiveErrors: 0 });
	});

	it("is refused for good when the replaced key is refused as well, and nobody else is punished", async () => {
		await link(1);
		const gate = upstream.gate(keyOf("account-0"));
		upstream.script(keyOf("account-0"), { status: 401 });
		upstream.script("sk-fake-replaced", { status: 401 });
		const answered = gateway.chat(hello);
		await upstream.until((calls) => calls.some(({ method }) => method === "POST"));
		await gateway.admin("POST", "/admin/accounts/fake:account-0/credential", { apiKey: "sk-fake-replaced" });
		gate.open();

		expect((await answered).status).toBe(503);
		await statusOf();

		expect(await account("account-0")).toMatchObject({ status: "error" });
	});
});

describe("upstreams that never answer", () => {
	it("settle for every client that leaves", async () => {
		await link(10);
		for (const label of labels(10)) upstream.script(keyOf(label), { hang: true });
		const hangUp = new AbortController();
		const clients = Array.from({ length: 30 }, () => gateway.chat(hello, {}, hangUp.signal).catch(() => "gone"));
		await upstream.until((calls) => calls.filter(({ method }) => method === "POST").length === 30);

		hangUp.abort();
		await upstream.until((calls) => calls.filter(({ aborted }) => aborted).length === 30);
		expect(await Promise.all(clients)).toEqual(Array(30).fill("gone"));
		await gateway.stop();

		const records = [...stateOf(gateway.folder).matchAll(/outcome\\":\\"(\w+)/g)].map(([, outcome]) => outcome);
		expect(records).toEqual(Array(30).fill("aborted"));
		expect(upstream.chats()).toHaveLength(30);
	});
});

describe("a provider without capacity", () => {
	it.each([503, 529])("is asked through one more account, then the next target answers: %s", async (status) => {
		await link(4);
		await link(1, "spare");
		await gateway.admin("PUT", "/admin/routing", { fallbacks: { "fake/model-x": ["spare/model-y"] } });
		for (const label of labels(4)) upstream.script(keyOf(label), { status });
		await gateway.admin("POST", "/admin/accounts/spare:account-0/credential", { apiKey: "sk-fake-spare" });

		const response = await gateway.chat(hello);

		expect(response.status).toBe(200);
		expect(response.headers.get("x-smart-router-profile")).toBe("spare:account-0");
		expect(response.headers.get("x-smart-router-model")).toBe("model-y");
		expect(response.headers.get("x-smart-router-attempts")).toBe("3");
		expect(upstream.chats().map((call) => call.status)).toEqual([status, status, 200]);
	});
});

describe("when all targets are limited", () => {
	it("tells the earliest end over all of them", async () => {
		await link(2);
		await gateway.link({ id: "spare", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1` }, ["spare-0", "spare-1"]);
		await gateway.admin("PUT", "/admin/routing", { fallbacks: { "fake/model-x": ["spare/model-y"] } });
		const waits = { "account-0": 900, "account-1": 700, "spare-0": 650, "spare-1": 800 };
		for (const [label, seconds] of Object.entries(waits)) {
			upstream.script(keyOf(label), { status: 429, headers: { "retry-after": String(seconds) } });
		}

		const first = await gateway.chat(hello);
		now += 50_000;
		const second = await gateway.chat(hello);

		expect([first.status, first.headers.get("retry-after")]).toEqual([429, "650"]);
		expect([second.status, second.headers.get("retry-after")]).toEqual([429, "600"]);
		expect(first.headers.get("x-should-retry")).toBe("false");
		expect(await second.json()).toMatchObject({ error: { type: "rate_limit_error", code: "rate_limited" } });
		expect(upstream.chats()).toHaveLength(4);
	});

	it("tells the earliest end also when there are as many accounts as one request may try", async () => {
		await link(10);
		for (const [index, label] of labels(10).entries()) {
			upstream.script(keyOf(label), { status: 429, headers: { "retry-after": String(700 + index) } });
		}

		const response = await gateway.chat(hello);

		expect([response.status, response.headers.get("retry-after")]).toEqual([429, "700"]);
		expect(upstream.chats()).toHaveLength(10);
	});

	it("says to come back at once while accounts are left that the request did not try", async () => {
		await link(11);
		for (const label of labels(11)) upstream.script(keyOf(label), { status: 429, headers: { "retry-after": "700" } });

		const response = await gateway.chat(hello);

		expect([response.status, response.headers.get("retry-after")]).toEqual([429, "1"]);
		expect(upstream.chats()).toHaveLength(10);
	});
});
