import { accountView } from "@smart-router/core/account/account.schema.ts";
import { poolView } from "@smart-router/core/account/pool.schema.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
	stage = await openStage();
});
afterEach(() => stage.close());

type Fields = Record<string, unknown>;
const list = (path: string) => stage.ok<{ data: Fields[]; nextCursor: string | null }>("GET", path);

describe("linking", () => {
	it("verifies the key with a real call and answers the account", async () => {
		const result = await stage.call("POST", "/admin/accounts", {
			body: { provider: "codex", method: "api_key", apiKey: "sk-one", label: "work", displayName: "Work", tags: ["team"], priority: 5 },
		});

		expect(result.status).toBe(201);
		expect(result.json()).toEqual({
			profileId: "openai:work",
			provider: "openai",
			label: "work",
			displayName: "Work",
			email: null,
			method: "api_key",
			status: "verified",
			state: "active",
			statusMessage: null,
			enabled: true,
			priority: 5,
			primary: false,
			tags: ["team"],
			maxConcurrency: null,
			models: null,
			baseUrl: `${stage.upstream.origin}/v1`,
			addressMoved: false,
			uses: 0,
			lastUsedAt: null,
			lastVerifiedAt: "2026-11-22T12:00:00.000Z",
			tokenExpiresAt: null,
			consecutiveErrors: 0,
			cooldowns: [],
			quota: [],
			createdAt: "2026-11-22T12:00:00.000Z",
			updatedAt: "2026-11-22T12:00:00.000Z",
			revision: expect.stringMatching(/^gen_/),
		});
		expect(stage.upstream.calls("sk-one")).toHaveLength(1);
	});

	it("numbers accounts without a label, at the same time too, and fills a gap", async () => {
		await Promise.all([stage.link(), stage.link(), stage.link()]);
		await stage.ok("DELETE", "/admin/accounts/openai:key-2");
		const next = await stage.link();

		expect(next.profileId).toBe("openai:key-2");
		expect((await list("/admin/accounts")).data.map(({ label }) => label)).toEqual(["key-1", "key-2", "key-3"]);
	});

	it.each([
		[{ status: 401, on: "all" }, /Check that the API key is correct/, "apiKey", "wrong_key"],
		[{ status: 403, on: "all" }, /Verify the key has required permissions/, "apiKey", "missing_permission"],
		[{ status: 429, on: "all" }, /Ensure the key isn't rate limited/, "apiKey", "rate_limited"],
		[{ status: 500, on: "all" }, /provider can be reached/, "baseUrl", "unreachable"],
		[{ refuse: true, on: "all" }, /provider can be reached/, "baseUrl", "unreachable"],
	] as const)("is refused with the cause when the provider says %j, and leaves nothing", async (behaviour, message, param, reason) => {
		stage.upstream.script("sk-one", behaviour);

		const result = await stage.call("POST", "/admin/accounts", { body: { provider: "openai", method: "api_key", apiKey: "sk-one" } });

		expect(result.status).toBe(422);
		expect(result.json()).toMatchObject({
			error: { code: "account_verification_failed", message: expect.stringMatching(message), param, reason },
		});
		expect((await list("/admin/accounts")).data).toEqual([]);
		expect((await stage.store.query({ pk: "ws#default", prefix: "credential#" })).items).toEqual([]);
	});

	it("asks nobody with verify: false", async () => {
		const account = await stage.link({ verify: false });

		expect(account.lastVerifiedAt).toBeNull();
		expect(stage.upstream.calls()).toEqual([]);
	});

	it("refuses a profile id that is taken, before any call", async () => {
		await stage.link({ label: "work" });

		const again = await stage.call("POST", "/admin/accounts", {
			body: { provider: "openai", method: "api_key", apiKey: "sk-two", label: "work" },
		});

		expect(again.status).toBe(409);
		expect(again.json()).toMatchObject({ error: { code: "account_exists", param: "label" } });
		expect(stage.upstream.calls("sk-two")).toEqual([]);
		expect((await stage.store.query({ pk: "ws#default", prefix: "credential#" })).items).toHaveLength(1);
	});

	it("has one winner when the same profile id is linked many times at once, and leaves nothing of the others", async () => {
		const body = { provider: "openai", method: "api_key", apiKey: "sk-one", label: "work" };

		const results = await Promise.all(Array.from({ length: 8 }, () => stage.call("POST", "/admin/accounts", { body })));

		expect(results.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
		expect((await stage.store.query({ pk: "ws#default", prefix: "credential#" })).items).toHaveLength(1);
		await stage.ok("POST", "/admin/accounts/openai:work/verify");
	});

	it("that died before its last step is mended by verify", async () => {
		await stage.link();
		const [credential] = (await stage.store.query({ pk: "ws#default", prefix: "credential#" })).items;
		if (credential) await stage.store.put({ ...credential, ttl: Math.ceil(stage.now() / 1000) + 3600 });

		await stage.ok("POST", "/admin/accounts/openai:key-1/verify");

		expect((await stage.store.query({ pk: "ws#default", prefix: "credential#" })).items[0]).not.toHaveProperty("ttl");
	});

	it("keeps the credential for good once the account is there", async () => {
		await stage.link();

		const { items } = await stage.store.query({ pk: "ws#default", prefix: "credential#" });

		expect(items).toHaveLength(1);
		expect(items[0]).not.toHaveProperty("ttl");
	});
});

describe("reading", () => {
	it("filters, pages and encodes", async () => {
		for (const label of ["a", "b@example.com", "c"]) await stage.link({ label, verify: false });
		await stage.ok("PATCH", "/admin/accounts/openai:c", { enabled: false });

		const first = await list("/admin/accounts?limit=2");
		const second = await list(`/admin/accounts?limit=2&cursor=${first.nextCursor}`);
		const raw = await stage.ok("GET", "/admin/accounts/openai:b@example.com");
		const encoded = await stage.ok("GET", `/admin/accounts/${encodeURIComponent("openai:b@example.com")}`);

		expect(first.data.map(({ profileId }) => profileId)).toEqual(["openai:a", "openai:b@example.com"]);
		expect(second).toMatchObject({ data: [{ profileId: "openai:c" }], nextCursor: null });
		expect(raw).toEqual(encoded);
		expect((await list("/admin/accounts?status=disabled")).data.map(({ label }) => label)).toEqual(["c"]);
		expect((await list("/admin/accounts?provider=claude")).data).toEqual([]);
		expect((await list("/admin/accounts?provider=codex&status=verified")).data).toHaveLength(2);
	});

	it.each(["/admin/accounts?provider=nowhere", "/admin/accounts/openai:nobody", "/admin/accounts/nobody", "/admin/pools/nowhere"])(
		"answers 404 to GET %s",
		async (path) => {
			expect((await stage.call("GET", path)).status).toBe(404);
		},
	);

	it.each(["limit=0", "limit=x", "limit=100000", "cursor=***", "status=great", "colour=blue"])(
		"answers 400 to ?%s and names the field",
		async (query) => {
			const result = await stage.call("GET", `/admin/accounts?${query}`);

			expect(result.status).toBe(400);
			expect(result.json()).toMatchObject({ error: { param: query.split("=")[0] } });
		},
	);

	it("gives what its schema says", async () => {
		await stage.link();
		await stage.ok("PUT", "/admin/accounts/openai:key-1/cooldowns/*", { seconds: 60 });

		const account = await stage.ok("GET", "/admin/accounts/openai:key-1");
		const pool = await stage.ok("GET", "/admin/pools/openai");

		expect(accountView.strict().parse(account)).toEqual(account);
		expect(poolView.strict().parse(pool)).toEqual(pool);
	});
});

describe("changing", () => {
	it("changes what is given and nothing else", async () => {
		const before = await stage.link();
		stage.pass(1000);

		const after = await stage.ok("PATCH", "/admin/accounts/openai:key-1", {
			priority: 7,
			tags: ["x"],
			models: ["gpt-5.4"],
			displayName: "Team",
		});
		const back = await stage.ok("PATCH", "/admin/accounts/openai:key-1", { models: null, displayName: null });

		expect(after).toEqual({
			...before,
			priority: 7,
			tags: ["x"],
			models: ["gpt-5.4"],
			displayName: "Team",
			updatedAt: "2026-11-22T12:00:01.000Z",
			revision: expect.stringMatching(/^rev_/),
		});
		expect(back).toMatchObject({ models: null, displayName: null, priority: 7 });
	});

	it("sets, shows and ends cooldowns, also of models with a slash", async () => {
		await stage.link();
		const path = "/admin/accounts/openai:key-1/cooldowns";

		const whole = await stage.ok("PUT", `${path}/*`, { seconds: 60, reason: "holiday" });
		await stage.ok("PUT", `${path}/vendor/model-1`, { seconds: 120 });
		const both = await stage.ok("PUT", `${path}/${encodeURIComponent("vendor/model-2")}`, { seconds: 30 });
		const one = await stage.ok("DELETE", `${path}/*`);
		const none = await stage.ok("DELETE", path);

		expect(whole).toMatchObject({
			status: "cooldown",
			state: "cooldown",
			cooldowns: [{ scope: "*", until: "2026-11-22T12:01:00.000Z", reason: "holiday", source: "manual" }],
		});
		expect((both.cooldowns as Fields[]).map(({ scope }) => scope).sort()).toEqual(["*", "vendor/model-1", "vendor/model-2"]);
		expect(one).toMatchObject({ status: "verified" });
		expect((one.cooldowns as Fields[]).length).toBe(2);
		expect(none.cooldowns).toEqual([]);
	});

	it("a cooldown is over by itself, and all can be ended at once", async () => {
		await stage.link();
		await stage.link();
		await stage.ok("PUT", "/admin/accounts/openai:key-1/cooldowns/*", { seconds: 60 });
		await stage.ok("PUT", "/admin/accounts/openai:key-2/cooldowns/*", { seconds: 600 });
		stage.pass(60_000);
		expect(await stage.ok("GET", "/admin/accounts/openai:key-1")).toMatchObject({ status: "verified", cooldowns: [] });

		const cleared = await stage.ok("DELETE", "/admin/cooldowns?provider=openai");

		expect(cleared).toEqual({ cleared: 1 });
		expect((await list("/admin/accounts?status=verified")).data).toHaveLength(2);
		expect((await stage.call("DELETE", "/admin/cooldowns?provider=nowhere")).status).toBe(404);
	});

	it("verifies on demand: a refused key leaves the rotation and comes back by a success", async () => {
		await stage.link();
		stage.upstream.revoke("sk-one");

		const failed = await stage.call("POST", "/admin/accounts/openai:key-1/verify");
		const broken = await stage.ok("GET", "/admin/accounts/openai:key-1");
		const pool = await stage.ok("GET", "/admin/pools/openai");
		stage.upstream.reset();
		const healed = await stage.ok("POST", "/admin/accounts/openai:key-1/verify");

		expect(failed.status).toBe(422);
		expect(failed.json()).toMatchObject({ error: { code: "account_verification_failed" } });
		expect(broken).toMatchObject({ status: "error", statusMessage: expect.stringContaining("API key may have been deleted") });
		expect(pool).toMatchObject({ next: null, counts: { error: 1 } });
		expect(healed).toMatchObject({ status: "verified", consecutiveErrors: 0 });
	});

	it("does not hold a provider's outage against the account", async () => {
		await stage.link();
		stage.upstream.script("sk-one", { status: 500, on: "all" });

		expect((await stage.call("POST", "/admin/accounts/openai:key-1/verify")).status).toBe(422);
		expect(await stage.ok("GET", "/admin/accounts/openai:key-1")).toMatchObject({ status: "verified" });
	});

	it("replaces a refused key, which ends the refusal; a wrong new key changes nothing", async () => {
		await stage.link();
		stage.upstream.revoke("sk-one");
		await stage.call("POST", "/admin/accounts/openai:key-1/verify");
		stage.upstream.revoke("sk-bad");
		const path = "/admin/accounts/openai:key-1/credential";

		const wrong = await stage.call("POST", path, { body: { apiKey: "sk-bad" } });
		const still = await stage.ok("GET", "/admin/accounts/openai:key-1");
		const right = await stage.ok("POST", path, { apiKey: "sk-two" });
		await stage.ok("POST", "/admin/accounts/openai:key-1/verify");

		expect(wrong.status).toBe(422);
		expect(still.status).toBe("error");
		expect(right.status).toBe("verified");
		expect(stage.upstream.calls("sk-two")).toHaveLength(2);
	});

	it("mends an account whose credential was replaced but whose own item was not", async () => {
		await stage.link();
		const account = await stage.store.get({ pk: "ws#default", sk: "rotation#openai#account#key-1" });
		await stage.ok("POST", "/admin/accounts/openai:key-1/credential", { apiKey: "sk-two" });
		if (account) await stage.store.put(account);

		await stage.ok("POST", "/admin/accounts/openai:key-1/verify");
		const mended = await stage.store.get({ pk: "ws#default", sk: "rotation#openai#account#key-1" });

		expect(mended?.credentialVersion).toBe(2);
		expect(stage.upstream.calls("sk-two")).toHaveLength(2);
		await stage.ok("POST", "/admin/accounts/openai:key-1/credential", { apiKey: "sk-three" });
	});

	it("ends at one key when it is replaced many times at once", async () => {
		await stage.link();
		const replace = (number: number) =>
			stage.call("POST", "/admin/accounts/openai:key-1/credential", { body: { apiKey: `sk-${number}`, verify: false } });

		const results = await Promise.all([1, 2, 3].map(replace));

		const item = await stage.store.get({ pk: "ws#default", sk: "rotation#openai#account#key-1" });
		const [credential] = (await stage.store.query({ pk: "ws#default", prefix: "credential#" })).items;
		expect(results.every(({ status }) => status === 200 || status === 409)).toBe(true);
		expect(item?.credentialVersion).toBe(credential?.version);
		await stage.ok("POST", "/admin/accounts/openai:key-1/verify");
	});

	it("sends a stored key only where it was linked to, whatever the provider's address becomes", async () => {
		await stage.link();
		await stage.ok("PUT", "/admin/providers/openai", { baseUrl: "http://127.0.0.1:9/v1" });

		expect(await stage.ok("POST", "/admin/accounts/openai:key-1/verify")).toMatchObject({ baseUrl: `${stage.upstream.origin}/v1` });
	});
});

describe("removing", () => {
	it("takes account and credential away and the primary with them", async () => {
		await stage.link();
		await stage.link();
		const { primary } = await stage.ok("POST", "/admin/pools/openai/rotate");

		const result = await stage.call("DELETE", `/admin/accounts/${primary}`);

		expect(result.status).toBe(204);
		expect(result.body).toBe("");
		expect((await stage.call("GET", `/admin/accounts/${primary}`)).status).toBe(404);
		expect((await stage.call("DELETE", `/admin/accounts/${primary}`)).status).toBe(404);
		expect((await stage.store.query({ pk: "ws#default", prefix: "credential#" })).items).toHaveLength(1);
		expect(await stage.ok("GET", "/admin/pools/openai")).toMatchObject({ primary: null, counts: { verified: 1 } });
	});
});

describe("pools", () => {
	it("are listed with counts and who is next, and showing them claims nothing", async () => {
		await stage.link();
		await stage.link();
		await stage.ok("PATCH", "/admin/accounts/openai:key-1", { enabled: false });
		const before = await stage.store.query({ pk: "ws#default", prefix: "rotation#" });

		const pools = await list("/admin/pools");

		expect(pools).toEqual({
			data: [
				{
					provider: "openai",
					strategy: "round-robin",
					cooldownSeconds: 60,
					maxRetries: 3,
					affinity: { enabled: true, ttlSeconds: 3600 },
					primary: null,
					next: "openai:key-2",
					counts: { verified: 1, cooldown: 0, expired: 0, error: 0, disabled: 1 },
					revision: "initial",
				},
			],
			nextCursor: null,
		});
		expect(await stage.store.query({ pk: "ws#default", prefix: "rotation#" })).toEqual(before);
	});

	it("can be set before anything is linked, and linking keeps the settings", async () => {
		const set = await stage.ok("PATCH", "/admin/pools/claude", { strategy: "failover-only", affinity: { enabled: false } });
		await stage.ok("PUT", "/admin/providers/anthropic", { baseUrl: stage.upstream.origin });
		await stage.link({ provider: "anthropic" });

		expect(set).toMatchObject({ provider: "anthropic", strategy: "failover-only", affinity: { enabled: false, ttlSeconds: 3600 } });
		expect(await stage.ok("GET", "/admin/pools/anthropic")).toMatchObject({ strategy: "failover-only", counts: { verified: 1 } });
	});

	it("rotate to the next account, which explain and next then show", async () => {
		for (const label of ["a", "b"]) await stage.link({ label });

		const rotated = await stage.ok("POST", "/admin/pools/openai/rotate");
		const explained = await stage.ok<{ accounts: Fields[] }>("GET", "/admin/pools/openai/explain?model=gpt-5.4");

		expect(rotated).toEqual({ previous: null, primary: "openai:b" });
		expect(await stage.ok("GET", "/admin/pools/openai")).toMatchObject({ primary: "openai:b", next: "openai:b" });
		expect(await stage.ok("GET", "/admin/accounts/openai:b")).toMatchObject({ primary: true });
		expect(explained.accounts).toEqual([
			{ profileId: "openai:a", eligible: true, reasons: [], rank: 2 },
			{ profileId: "openai:b", eligible: true, reasons: [], rank: 1 },
		]);
	});

	it("refuse to rotate to nobody", async () => {
		await stage.link();

		const result = await stage.call("POST", "/admin/pools/openai/rotate");

		expect(result.status).toBe(409);
		expect(result.json()).toMatchObject({ error: { code: "no_other_account" } });
	});

	it.each([
		{},
		{ strategy: "random" },
		{ cooldownSeconds: -1 },
		{ maxRetries: 0 },
		{ affinity: { ttlSeconds: "1" } },
		{ primary: "openai:a" },
		{ affinity: { colour: 1 } },
	])("refuse %j", async (body) => {
		expect((await stage.call("PATCH", "/admin/pools/openai", { body })).status).toBe(400);
	});
});

describe("the address an account is linked to", () => {
	const moved = async () => {
		const { data } = await stage.ok<{ data: { label: string; addressMoved: boolean }[] }>("GET", "/admin/accounts");
		return data.filter(({ addressMoved }) => addressMoved).map(({ label }) => label);
	};

	it("is old once the provider has moved, until the key is replaced; one of its own never is", async () => {
		await stage.link({ label: "usual" });
		await stage.link({ label: "own", baseUrl: `${stage.upstream.origin}/own/v1`, verify: false });
		const before = await moved();

		await stage.ok("PUT", "/admin/providers/openai", { baseUrl: `${stage.upstream.origin}/v2` });
		const after = await moved();
		const replaced = await stage.ok("POST", "/admin/accounts/openai:usual/credential", { apiKey: "sk-one", verify: false });
		const kept = await stage.ok("POST", "/admin/accounts/openai:own/credential", { apiKey: "sk-one", verify: false });

		expect([before, after, await moved()]).toEqual([[], ["usual"], []]);
		expect(replaced).toMatchObject({ baseUrl: `${stage.upstream.origin}/v2`, addressMoved: false });
		expect(kept).toMatchObject({ baseUrl: `${stage.upstream.origin}/own/v1`, addressMoved: false });
	});
});
