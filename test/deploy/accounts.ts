import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { FakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { type Gateway, question } from "./gateway.ts";
import type { Report } from "./report.ts";

/** Canaries: their text must turn up nowhere but at the upstream. */
export const accountKeys = ["a", "b", "c"].map((name) => `sk-canary-${name}-${randomUUID()}`);

interface Subject {
	readonly report: Report;
	readonly gateway: Gateway;
	readonly upstream: FakeUpstream;
	readonly adminKey: string;
}

/** Links three accounts at the fake upstream, then lets them rotate, fail over and run out. */
export async function checkAccounts({ report: { check }, gateway, upstream, adminKey: key }: Subject): Promise<void> {
	const chat = () => gateway("POST", "/v1/chat/completions", { key, body: question(false) });
	const limit = (apiKey: string, seconds: number) => upstream.script(apiKey, { status: 429, headers: { "retry-after": String(seconds) } });
	const [first = "", ...others] = accountKeys;

	await check("the admin key of Secrets Manager opens the admin API", async () => {
		assert.match(key, /^[A-Za-z0-9]{48}$/);
		const accounts = await gateway("GET", "/admin/accounts", { key });
		assert.equal(accounts.status, 200, accounts.body);
		assert.deepEqual(accounts.json().data, []);
	});

	await check("without a key, or with a wrong one, nothing opens", async () => {
		assert.equal((await gateway("GET", "/admin/accounts")).status, 401);
		assert.equal((await gateway("GET", "/admin/accounts", { key: "x".repeat(48) })).status, 401);
		assert.equal((await gateway("POST", "/v1/chat/completions", { body: question(false) })).status, 401);
	});

	await check("three accounts are linked and verified", async () => {
		const provider = await gateway("PUT", "/admin/providers/fake", {
			key,
			body: { protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["test-model"] },
		});
		assert.equal(provider.status, 200, provider.body);
		for (const [index, apiKey] of accountKeys.entries()) {
			const body = { provider: "fake", method: "api_key", apiKey, label: `canary-${index}` };
			const linked = await gateway("POST", "/admin/accounts", { key, body });
			assert.equal(linked.status, 201, linked.body);
			assert.equal(linked.json().status, "verified");
		}
	});

	await check("30 chats rotate 10, 10, 10", async () => {
		for (let count = 0; count < 30; count++) {
			const answer = await chat();
			assert.equal(answer.status, 200, answer.body);
		}
		assert.deepEqual(
			accountKeys.map((apiKey) => upstream.chats(apiKey).length),
			[10, 10, 10],
		);
	});

	await check("a conversation stays with its account", async () => {
		const profiles: (string | null)[] = [];
		for (let turn = 0; turn < 4; turn++) {
			const answer = await gateway("POST", "/v1/chat/completions", { key, body: question(false), headers: { "session-id": "one" } });
			assert.equal(answer.status, 200, answer.body);
			profiles.push(answer.headers.get("x-smart-router-profile"));
		}
		assert.match(profiles[0] ?? "", /^fake:canary-/);
		assert.equal(new Set(profiles).size, 1, profiles.join(", "));
	});

	await check("a streamed answer comes whole through the endpoint", async () => {
		const answer = await gateway("POST", "/v1/chat/completions", { key, body: question(true) });
		assert.equal(answer.status, 200, answer.body);
		assert.match(answer.headers.get("content-type") ?? "", /^text\/event-stream/);
		assert.match(answer.body, /word0.*word7.*data: \[DONE\]/s);
		assert.equal(answer.headers.get("x-smart-router-provider"), "fake");
	});

	await check("a limited account fails over unseen and is left alone", async () => {
		limit(first, 120);
		const before = upstream.chats(first).length;
		for (let count = 0; count < 9; count++) assert.equal((await chat()).status, 200);
		assert.equal(upstream.chats(first).length - before, 1);
	});

	await check("all limited: 429 with the earliest Retry-After", async () => {
		for (const [index, apiKey] of others.entries()) limit(apiKey, 60 + 30 * index);
		for (let count = 0; count < 2; count++) assert.equal((await chat()).status, 429);
		const until = await earliestEnd(gateway, key);
		const before = Date.now();
		const exhausted = await chat();
		const after = Date.now();
		assert.equal(exhausted.status, 429, exhausted.body);
		const retryAfter = Number(exhausted.headers.get("retry-after"));
		const [least, most] = [after, before].map((now) => Math.ceil((until - now) / 1000));
		assert.ok(retryAfter === least || retryAfter === most, `Retry-After is ${retryAfter}, not ${most}`);
		// The account's own 60 s and at most 2 s of jitter, less what has passed since.
		assert.ok(retryAfter > 50 && retryAfter <= 62, `Retry-After is ${retryAfter}`);
	});

	await check("cooldowns end by hand", async () => {
		for (const apiKey of accountKeys) upstream.script(apiKey);
		const cleared = await gateway("DELETE", "/admin/cooldowns?provider=fake", { key });
		assert.ok(cleared.status < 300, cleared.body);
		assert.equal((await chat()).status, 200);
	});
}

/** When the first of all cooldowns ends, in ms. */
async function earliestEnd(gateway: Gateway, key: string): Promise<number> {
	const accounts = (await gateway("GET", "/admin/accounts?provider=fake", { key })).json().data as readonly Account[];
	return Math.min(...accounts.flatMap(({ cooldowns }) => cooldowns.map(({ until }) => Date.parse(until))));
}

interface Account {
	readonly cooldowns: readonly { readonly until: string }[];
}
