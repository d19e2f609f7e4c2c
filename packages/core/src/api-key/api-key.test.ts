import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../store/store.ts";
import { type CreateKeyInput, createKeyInput } from "./api-key.schema.ts";
import { createKey, listKeys } from "./api-key.ts";
import { revokeKey } from "./change-key.ts";
import { ensureFirstKey, replaceFirstKey } from "./first-key.ts";
import { hashKey, makeKeyText } from "./key-text.ts";
import type { Principal } from "./principal.ts";
import { createPrincipals } from "./principals.ts";
import { createSlowDown } from "./slow-down.ts";

const admin: Principal = {
	workspace: "default",
	keyId: "key_admin",
	keyName: "admin",
	scopes: ["admin"],
	providers: null,
	models: null,
	profiles: null,
	requestsPerMinute: null,
	expiresAt: null,
};

const hour = 3_600_000;
let now: number;
let store: Store;
const clock = () => now;
const deps = () => ({ store, clock, stage: "test" });
const input = (fields: Partial<CreateKeyInput> = {}): CreateKeyInput => ({ name: "ci", scopes: ["proxy"], ...fields });

beforeEach(() => {
	now = Date.UTC(2026, 10, 22);
	store = openSqliteStore(":memory:");
});

describe("a made key", () => {
	it("is known by its text and nothing stored tells the text", async () => {
		const created = await createKey(deps(), admin, input({ providers: ["openai"] }));
		const principal = await createPrincipals(deps()).find(created.key);
		const { items } = await store.query({ pk: "keys#default", prefix: "" });
		const pointer = await store.get({ pk: `keyhash#${hashKey(created.key)}`, sk: "key" });

		expect(principal).toMatchObject({ keyId: created.keyId, scopes: ["proxy"], providers: ["openai"], models: null });
		expect(JSON.stringify([items, pointer])).not.toContain(created.key);
		expect((await listKeys(deps(), "default")).map((key) => key.keyId)).toEqual([created.keyId]);
		expect(await listKeys(deps(), "other")).toEqual([]);
	});

	it("ends when it is revoked: at once here, within 10 s elsewhere", async () => {
		const created = await createKey(deps(), admin, input());
		const here = createPrincipals(deps());
		const elsewhere = createPrincipals(deps());
		await Promise.all([here.find(created.key), elsewhere.find(created.key)]);

		const { hash } = await revokeKey(deps(), admin, created.keyId);
		here.forget(hash);

		expect(await here.find(created.key)).toBeUndefined();
		expect(await elsewhere.find(created.key)).toBeDefined();
		now += 10_000;
		expect(await elsewhere.find(created.key)).toBeUndefined();
	});

	it("cannot be revoked from another workspace", async () => {
		const created = await createKey(deps(), admin, input());

		await expect(revokeKey(deps(), { ...admin, workspace: "other" }, created.keyId)).rejects.toMatchObject({ code: "not_found" });
		expect(await createPrincipals(deps()).find(created.key)).toBeDefined();
	});

	it("stays dead when only its facts could be written at revocation", async () => {
		const created = await createKey(deps(), admin, input());
		const pointer = await store.get({ pk: `keyhash#${hashKey(created.key)}`, sk: "key" });
		await revokeKey(deps(), admin, created.keyId);
		if (pointer) await store.put(pointer);

		expect(await createPrincipals(deps()).find(created.key)).toBeUndefined();
	});

	it("ends at its expiry, cached or not", async () => {
		const created = await createKey(deps(), admin, input({ expiresAt: new Date(now + 5000).toISOString() }));
		const principals = createPrincipals(deps());

		expect(await principals.find(created.key)).toBeDefined();
		now += 5000;
		expect(await principals.find(created.key)).toBeUndefined();
	});
});

describe("a key is never wider than the key that makes it", () => {
	const limited: Principal = { ...admin, scopes: ["proxy", "accounts:read"], providers: ["openai"], models: ["gpt-5"], expiresAt: 0 };
	const narrow = (): Principal => ({ ...limited, expiresAt: now + hour });

	it.each<[string, Partial<CreateKeyInput>]>([
		["scopes", { scopes: ["admin"] }],
		["scopes", { scopes: ["proxy", "accounts:write"] }],
		["providers", { providers: ["openai", "gemini"] }],
		["providers", { providers: null }],
		["models", { models: ["openai/gpt-5"] }],
		["expiresAt", { expiresAt: null }],
		["expiresAt", { expiresAt: "2027-11-22T00:00:00Z" }],
	])("refuses more %s: %j", async (param, fields) => {
		await expect(createKey(deps(), narrow(), input(fields))).rejects.toMatchObject({ code: "permission_denied", param });
		expect(await listKeys(deps(), "default")).toEqual([]);
	});

	it("hands its own limits on when none are named", async () => {
		const created = await createKey(deps(), narrow(), input());

		expect(created).toMatchObject({ providers: ["openai"], models: ["gpt-5"], expiresAt: new Date(now + hour).toISOString() });
	});

	it("refuses an expiry in the past", async () => {
		await expect(createKey(deps(), admin, input({ expiresAt: "2020-01-01T00:00:00Z" }))).rejects.toMatchObject({ param: "expiresAt" });
	});
});

describe("createKeyInput", () => {
	it.each([5, {}, { usd: 1 }, { period: "day" }, { usd: 0, period: "day" }, { usd: 1, period: "week" }])(
		"refuses %j as a budget",
		(budget) => {
			expect(createKeyInput.safeParse({ ...input(), budget }).error?.issues[0]?.path[0]).toBe("budget");
		},
	);
});

describe("the first admin key", () => {
	const preset = "correct horse battery staple";

	it("has one winner, ever", async () => {
		const texts = Array.from({ length: 8 }, () => makeKeyText("test"));
		const results = await Promise.all(texts.map((text) => ensureFirstKey(deps(), text)));
		const principals = createPrincipals(deps());
		const known = await Promise.all(texts.map((text) => principals.find(text)));

		expect(results.filter((result) => result === "made")).toHaveLength(1);
		expect(known.map((principal) => principal !== undefined)).toEqual(results.map((result) => result === "made"));
	});

	it("may be any long enough text, and the same text again changes nothing", async () => {
		expect(await ensureFirstKey(deps(), preset)).toBe("made");
		expect(await ensureFirstKey(deps(), preset)).toBe("made");

		expect(await createPrincipals(deps()).find(preset)).toMatchObject({ scopes: ["admin"], workspace: "default" });
		expect(await listKeys(deps(), "default")).toHaveLength(1);
	});

	it.each(["too short", "sr_dev_mistyped00000000000000000000000000000000000000000"])("refuses %j", async (text) => {
		await expect(ensureFirstKey(deps(), text)).rejects.toMatchObject({ code: "invalid_request" });
	});

	it("stays revoked once it was revoked", async () => {
		await ensureFirstKey(deps(), preset);
		const [key] = await listKeys(deps(), "default");
		await revokeKey(deps(), admin, key?.keyId ?? "");

		await ensureFirstKey(deps(), preset);
		const principals = createPrincipals({ ...deps(), firstKeySecret: async () => preset });

		expect(await principals.find(preset)).toBeUndefined();
	});

	it("is replaced on the operator's wish and the lost one ends", async () => {
		const lost = makeKeyText("test");
		const next = makeKeyText("test");
		await ensureFirstKey(deps(), lost);

		await replaceFirstKey(deps(), next);

		const principals = createPrincipals(deps());
		expect(await principals.find(lost)).toBeUndefined();
		expect(await principals.find(next)).toBeDefined();
		expect(await ensureFirstKey(deps(), lost)).toBe("taken");
	});

	it("comes from the secret at its first use, which is read no more afterwards", async () => {
		let reads = 0;
		const firstKeySecret = async () => {
			reads += 1;
			return preset;
		};
		const principals = createPrincipals({ ...deps(), firstKeySecret });

		expect(await principals.find("some other unknown text")).toBeUndefined();
		expect(await principals.find(preset)).toMatchObject({ scopes: ["admin"] });
		now += hour;
		expect(await principals.find("yet another unknown text")).toBeUndefined();
		expect(reads).toBe(1);
	});

	it.each(["key", "keyhash"])("is mended when a process died before writing its %s item", async (lost) => {
		const { keyId } = await ensureFirstKey(deps(), preset).then(async () => (await listKeys(deps(), "default"))[0] ?? { keyId: "" });
		if (lost === "key") await store.remove({ pk: "keys#default", sk: keyId });
		await store.remove({ pk: `keyhash#${hashKey(preset)}`, sk: "key" });

		const principals = createPrincipals({ ...deps(), firstKeySecret: async () => preset });

		expect(await principals.find(preset)).toMatchObject({ keyId });
	});
});

describe("wrong guesses of an address", () => {
	it("wait longer and longer for a minute, and no other address does", async () => {
		const held: number[] = [];
		const slowDown = createSlowDown({ clock, hold: async (ms) => void held.push(ms) });

		for (let guess = 0; guess < 40; guess++) await slowDown.count("198.51.100.1");
		await slowDown.count("198.51.100.2");
		now += 60_000;
		await slowDown.count("198.51.100.1");

		expect(held.slice(0, 7)).toEqual([0, 0, 0, 0, 0, 100, 200]);
		expect(held.slice(-3)).toEqual([2000, 0, 0]);
	});

	it("are refused from the 21st on where waiting is paid for", async () => {
		const slowDown = createSlowDown({ clock });
		for (let guess = 0; guess < 20; guess++) await slowDown.count("198.51.100.1");
		now += 15_000;

		await expect(slowDown.count("198.51.100.1")).rejects.toMatchObject({ code: "rate_limited", retryAfter: 45 });
		await expect(slowDown.count("198.51.100.2")).resolves.toBeUndefined();
		now += 45_000;
		await expect(slowDown.count("198.51.100.1")).resolves.toBeUndefined();
	});
});
