import { expect, test } from "vitest";
import { checks } from "./checks.ts";
import type { Facts } from "./facts.ts";

const now = Date.UTC(2030, 0, 1);
const day = 86_400_000;
const list = (...data: readonly object[]) => ({ status: 200, answer: { data } }) as never;
const denied = (status: number) => ({ status, answer: undefined });
const account = { profileId: "openai:work", provider: "openai", state: "active", enabled: true, tokenExpiresAt: null };
const pool = { provider: "openai", next: "openai:work", counts: { verified: 1, cooldown: 0, expired: 0, error: 0, disabled: 0 } };
const target = {
	url: "https://gw.example/prod",
	urlFrom: "config",
	key: "sr_prod_1234",
	keyFrom: "config",
	configPath: "/c.json",
} as const;

/** Everything is well. */
const well: Facts = {
	now,
	node: "24.1.0",
	platform: "linux",
	version: "0.1.0",
	env: {},
	target,
	configMode: 0o100600,
	health: { status: 200, ms: 20, date: now, body: { status: "ok", version: "0.1.3", stage: "prod" } },
	models: list({ id: "auto" }, { id: "openai/gpt-5.4" }),
	accounts: list(account, { ...account, profileId: "openai:home" }),
	pools: list(pool),
	routing: { status: 200, answer: { aliases: {}, fallbacks: {}, auto: ["openai/gpt-5.4"], revision: "initial" } } as never,
	keys: list({ keyId: "key_1", name: "ci", revokedAt: null, expiresAt: null }),
	requests: list(),
};

const statusOf = (id: string, facts: Partial<Facts>): string | undefined =>
	checks.find((check) => check.id === id)?.look({ ...well, ...facts }).status;

test("there are at least twelve, each with a name of its own, and all is well when it is", () => {
	expect(checks.length).toBeGreaterThanOrEqual(12);
	expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
	for (const { id, look } of checks) expect([id, look(well).status]).toEqual([id, "ok"]);
});

test.each<[id: string, status: string, facts: Partial<Facts>]>([
	["node", "fail", { node: "18.20.0" }],
	["config-file", "warn", { configMode: undefined }],
	["config-file", "ok", { configMode: undefined, env: { SMART_ROUTER_URL: "x", SMART_ROUTER_KEY: "y" } }],
	["config-mode", "fail", { configMode: 0o100644 }],
	["address", "fail", { target: { ...target, url: "http://gw.example" } }],
	["address", "ok", { target: { ...target, url: "http://localhost:3403" } }],
	["reachable", "fail", { health: undefined }],
	["gateway", "fail", { health: { status: 200, ms: 1, date: now, body: undefined } }],
	["speed", "warn", { health: { status: 200, ms: 3000, date: now, body: {} } }],
	["version", "warn", { version: "0.2.0" }],
	["clock", "warn", { now: now + 120_000 }],
	["clients", "warn", { env: { OPENAI_BASE_URL: "https://api.openai.com/v1" } }],
	["clients", "ok", { env: { OPENAI_BASE_URL: "https://gw.example/prod/v1" } }],
	["key", "fail", { target: { ...target, key: undefined, keyFrom: undefined } }],
	["key-accepted", "fail", { models: denied(401), accounts: denied(401) }],
	["key-scopes", "warn", { accounts: denied(403) }],
	["accounts", "fail", { accounts: list() }],
	["accounts", "warn", { accounts: list({ ...account, provider: "sandbox" }) }],
	["accounts", "skip", { accounts: denied(403) }],
	["account-health", "fail", { accounts: list({ ...account, state: "expired" }) }],
	["pools", "fail", { pools: list({ ...pool, next: null }) }],
	["spare", "warn", { accounts: list(account) }],
	["tokens", "warn", { accounts: list({ ...account, tokenExpiresAt: new Date(now - 1).toISOString() }) }],
	["models", "fail", { models: list({ id: "auto" }) }],
	["routing", "warn", { models: list({ id: "gemini/gemini-3-flash" }) }],
	["key-expiry", "warn", { keys: list({ keyId: "key_1", name: "ci", revokedAt: null, expiresAt: new Date(now + day).toISOString() }) }],
	["failures", "warn", { requests: list(...Array.from({ length: 20 }, () => ({ outcome: "error" }))) }],
])("%s: %s", (id, status, facts) => {
	expect(statusOf(id, facts)).toBe(status);
});

test("whatever is not well comes with its fix", () => {
	const nothing: Facts = {
		...well,
		health: undefined,
		models: undefined,
		accounts: undefined,
		pools: undefined,
		routing: undefined,
		keys: undefined,
		requests: undefined,
	};
	for (const { look } of checks) {
		const { status, fix } = look(nothing);
		expect(fix !== null).toBe(status === "warn" || status === "fail");
	}
});
