import { accountKey } from "@smart-router/core/account/account.ts";
import { createKey } from "@smart-router/core/api-key/api-key.ts";
import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
	stage = await openStage();
	await stage.ok("PUT", "/admin/providers/anthropic", { baseUrl: stage.upstream.origin });
	await stage.link({ label: "a" });
	await stage.link({ label: "b" });
	await stage.link({ label: "a", provider: "anthropic" });
});
afterEach(() => stage.close());

const labels = (result: { json<Shape>(): Shape }) =>
	result.json<{ data: { profileId: string }[] }>().data.map(({ profileId }) => profileId);

describe("a workspace", () => {
	it("is closed to the keys of another one: its ids answer 404", async () => {
		const other: Principal = {
			workspace: "other",
			keyId: "key_other",
			keyName: "other",
			scopes: ["admin"],
			providers: null,
			models: null,
			profiles: null,
			requestsPerMinute: null,
			expiresAt: null,
		};
		const { key } = await createKey({ store: stage.store, clock: stage.now, stage: "test" }, other, { name: "other", scopes: ["admin"] });
		const { keyId } = await stage.ok<{ keyId: string }>("POST", "/admin/keys", { name: "mine", scopes: ["proxy"] });
		const before = await stage.store.query({ pk: "ws#default", prefix: "" });
		const account = "/admin/accounts/openai:a";

		for (const [method, path, body] of [
			["GET", account],
			["PATCH", account, { enabled: false }],
			["DELETE", account],
			["POST", `${account}/verify`],
			["POST", `${account}/credential`, { apiKey: "sk-x", verify: false }],
			["PUT", `${account}/cooldowns/*`, { seconds: 5 }],
			["DELETE", `${account}/cooldowns/*`],
			["DELETE", `${account}/cooldowns`],
			["DELETE", `/admin/keys/${keyId}`],
			["DELETE", "/admin/providers/openai"],
		] as const) {
			const result = await stage.call(method, path, { key, body });
			expect([method, path, result.status]).toEqual([method, path, 404]);
		}
		for (const path of ["/admin/accounts", "/admin/pools", "/admin/requests"]) {
			expect((await stage.call("GET", path, { key })).json()).toEqual({ data: [], nextCursor: null });
		}
		expect((await stage.call("GET", "/admin/keys", { key })).json<{ data: unknown[] }>().data).toHaveLength(1);
		expect((await stage.call("DELETE", "/admin/cooldowns", { key })).json()).toEqual({ cleared: 0 });
		expect((await stage.call("GET", "/admin/audit", { key })).body).not.toContain("linkAccount");
		expect(await stage.store.query({ pk: "ws#default", prefix: "" })).toEqual(before);
		expect(await stage.store.get(accountKey("other", "openai", "a"))).toBeUndefined();
	});
});

describe("a key limited to a provider", () => {
	it("sees and changes that provider's accounts only", async () => {
		const key = await stage.makeKey({ scopes: ["accounts:read", "accounts:write"], providers: ["openai"] });

		expect(labels(await stage.call("GET", "/admin/accounts", { key }))).toEqual(["openai:a", "openai:b"]);
		expect((await stage.call("GET", "/admin/pools", { key })).json<{ data: unknown[] }>().data).toHaveLength(1);
		expect((await stage.call("POST", "/admin/pools/openai/rotate", { key })).status).toBe(200);
		expect((await stage.call("PATCH", "/admin/accounts/openai:a", { key, body: { enabled: false } })).status).toBe(200);
		for (const [method, path, body] of [
			["GET", "/admin/accounts/anthropic:a"],
			["DELETE", "/admin/accounts/anthropic:a"],
			["GET", "/admin/pools/claude"],
			["PATCH", "/admin/pools/anthropic", { maxRetries: 1 }],
			["DELETE", "/admin/cooldowns"],
			["DELETE", "/admin/cooldowns?provider=anthropic"],
			["POST", "/admin/accounts", { provider: "claude", method: "api_key", apiKey: "sk-x", verify: false }],
		] as const) {
			const result = await stage.call(method, path, { key, body });
			expect([method, path, result.status]).toEqual([method, path, 403]);
		}
	});
});

describe("a key limited to a profile", () => {
	it("reaches that account, and no change of the whole pool", async () => {
		const key = await stage.makeKey({ scopes: ["accounts:read", "accounts:write"], profiles: ["openai:a"] });

		expect(labels(await stage.call("GET", "/admin/accounts", { key }))).toEqual(["openai:a"]);
		expect((await stage.call("POST", "/admin/accounts/openai:a/verify", { key })).status).toBe(200);
		expect((await stage.call("GET", "/admin/accounts/openai:b", { key })).status).toBe(403);
		expect((await stage.call("POST", "/admin/pools/openai/rotate", { key })).status).toBe(403);
		expect((await stage.call("GET", "/admin/pools/openai/explain", { key })).json()).toMatchObject({
			accounts: [{ profileId: "openai:a" }],
		});
		expect(
			(await stage.call("POST", "/admin/accounts", { key, body: { provider: "openai", method: "api_key", apiKey: "sk-x" } })).status,
		).toBe(403);
	});
});

describe("a limited admin key", () => {
	it.each([
		[{ providers: null }, "providers"],
		[{ providers: ["openai", "anthropic"] }, "providers"],
		[{ expiresAt: null }, "expiresAt"],
	])("cannot make a wider one: %j", async (fields, param) => {
		const expiresAt = new Date(stage.now() + 60_000).toISOString();
		const key = await stage.makeKey({ scopes: ["admin"], providers: ["openai"], expiresAt });

		const result = await stage.call("POST", "/admin/keys", { key, body: { name: "wide", scopes: ["proxy"], ...fields } });

		expect(result.status).toBe(403);
		expect(result.json()).toMatchObject({ error: { param } });
	});

	it.each([
		["revoke", "DELETE", undefined],
		["rename", "PATCH", { name: "mine now" }],
		["narrow", "PATCH", { providers: ["openai"] }],
	])("cannot %s a key that is wider than itself, not even the first one", async (_what, method, body) => {
		const key = await stage.makeKey({ scopes: ["admin"], providers: ["openai"] });
		const { data } = await stage.ok<{ data: { keyId: string; name: string }[] }>("GET", "/admin/keys");
		const first = data.find(({ name }) => name === "first admin key")?.keyId ?? "";

		const result = await stage.call(method, `/admin/keys/${first}`, { key, body });

		expect(result.status).toBe(403);
		expect(result.json()).toMatchObject({ error: { code: "permission_denied", param: "keyId", hint: expect.any(String) } });
		expect((await stage.call("GET", "/admin/keys")).status).toBe(200);
	});

	it("manages the keys that are no wider than itself", async () => {
		const key = await stage.makeKey({ scopes: ["admin"], providers: ["openai", "anthropic"] });
		const made = await stage.call("POST", "/admin/keys", { key, body: { name: "narrow", scopes: ["proxy"], providers: ["openai"] } });
		const path = `/admin/keys/${made.json<{ keyId: string }>().keyId}`;

		const widened = await stage.call("PATCH", path, { key, body: { providers: ["openai", "anthropic"] } });
		const tooWide = await stage.call("PATCH", path, { key, body: { providers: null } });
		const ended = await stage.call("DELETE", path, { key });

		expect([made.status, widened.status, tooWide.status, ended.status]).toEqual([201, 200, 403, 204]);
		expect(tooWide.json()).toMatchObject({ error: { param: "providers" } });
	});

	it.each([{ budget: { usd: 5, period: "day" } }, { requestsPerMinute: 100 }])(
		"with %j manages no keys: each would have it anew",
		async (counted) => {
			const key = await stage.makeKey({ scopes: ["admin"], ...counted });
			const { keyId } = await stage.ok<{ keyId: string }>("POST", "/admin/keys", { name: "other", scopes: ["proxy"], ...counted });

			const results = [
				await stage.call("POST", "/admin/keys", { key, body: { name: "twice", scopes: ["proxy"] } }),
				await stage.call("PATCH", `/admin/keys/${keyId}`, { key, body: { name: "mine" } }),
				await stage.call("DELETE", `/admin/keys/${keyId}`, { key }),
			];

			expect(results.map(({ status }) => status)).toEqual([403, 403, 403]);
			expect(results[0]?.json()).toMatchObject({ error: { code: "permission_denied", hint: expect.stringContaining("neither a budget") } });
		},
	);
});

describe("a key's scopes and limits", () => {
	it("can all be changed, and count at once", async () => {
		const { key, keyId } = await stage.ok<{ key: string; keyId: string }>("POST", "/admin/keys", {
			name: "ci",
			scopes: ["accounts:read"],
			providers: ["openai"],
		});
		const path = `/admin/keys/${keyId}`;
		const seen = async () => labels(await stage.call("GET", "/admin/accounts", { key }));

		const before = await seen();
		await stage.ok("PATCH", path, { providers: ["anthropic"], models: ["claude-sonnet-5"], profiles: ["anthropic:a"] });
		const moved = await seen();
		await stage.ok("PATCH", path, { providers: null, models: null, profiles: null });
		const free = await seen();
		const changed = await stage.ok("PATCH", path, { scopes: ["proxy", "proxy"] });

		expect(before).toEqual(["openai:a", "openai:b"]);
		expect(moved).toEqual(["anthropic:a"]);
		expect(free).toEqual(["anthropic:a", "openai:a", "openai:b"]);
		expect(changed).toMatchObject({ name: "ci", scopes: ["proxy"], providers: null, models: null, profiles: null });
		expect((await stage.call("GET", "/admin/accounts", { key })).status).toBe(403);
	});

	it.each([
		[{ scopes: [] }, "scopes"],
		[{ scopes: null }, "scopes"],
		[{ providers: ["Open AI"] }, "providers[0]"],
		[{ models: [] }, "models"],
		[{}, ""],
	])("are not changed to %j", async (body, param) => {
		const { keyId } = await stage.ok<{ keyId: string }>("POST", "/admin/keys", { name: "ci", scopes: ["proxy"] });

		const result = await stage.call("PATCH", `/admin/keys/${keyId}`, { body });

		expect(result.status).toBe(400);
		expect(result.json<{ error: { param: string | null } }>().error.param ?? "").toBe(param);
	});
});

it.each([
	[{ name: "", scopes: ["proxy"] }, "name"],
	[{ name: "x", scopes: [] }, "scopes"],
	[{ name: "x", scopes: ["root"] }, "scopes[0]"],
	[{ name: "x", scopes: ["proxy"], requestsPerMinute: 0 }, "requestsPerMinute"],
	[{ name: "x", scopes: ["proxy"], requestsPerMinute: 1.5 }, "requestsPerMinute"],
	[{ name: "x", scopes: ["proxy"], budget: { usd: 5, period: "week" } }, "budget.period"],
	[{ name: "x", scopes: ["proxy"], providers: [] }, "providers"],
	[{ name: "x", scopes: ["proxy"], expiresAt: "tomorrow" }, "expiresAt"],
	[{ name: "x", scopes: ["proxy"], key: "sr_mine" }, "key"],
])("a key of %j is refused", async (body, param) => {
	const result = await stage.call("POST", "/admin/keys", { body });

	expect(result.status).toBe(400);
	expect(result.json()).toMatchObject({ error: { param } });
});
