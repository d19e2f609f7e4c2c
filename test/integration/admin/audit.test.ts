import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { audited } from "@smart-router/core/audit/audit.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { contractOf } from "@smart-router/functions/contracts.ts";
import { routes } from "@smart-router/functions/routes.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
	stage = await openStage();
});
afterEach(() => stage.close());

type Record_ = { id: string; action: string; target: string; outcome: string; error: string | null; details: unknown; keyName: string };
const audit = async (query = ""): Promise<Record_[]> => (await stage.ok<{ data: Record_[] }>("GET", `/admin/audit${query}`)).data;

const principal: Principal = {
	workspace: "default",
	keyId: "key_x",
	keyName: "x",
	scopes: ["admin"],
	providers: null,
	models: null,
	profiles: null,
	requestsPerMinute: null,
	expiresAt: null,
};
const entry = { principal, action: "linkAccount", target: "openai:a", details: {} };

it("every changing operation leaves who, what and when, newest first", async () => {
	await stage.link({ label: "a" });
	await stage.link({ label: "b" });
	const { keyId } = await stage.ok<{ keyId: string }>("POST", "/admin/keys", { name: "ci", scopes: ["proxy"] });
	await stage.ok("PUT", "/admin/providers/gemini/oauth-client", { clientId: "mine" });
	const login = await stage.ok<{ id: string }>("POST", "/admin/logins", { provider: "gemini", method: "oauth" });
	const changes: [string, string, string, unknown?][] = [
		["updateAccount", "PATCH", "/admin/accounts/openai:a", { enabled: true }],
		["verifyAccount", "POST", "/admin/accounts/openai:a/verify"],
		["replaceCredential", "POST", "/admin/accounts/openai:a/credential", { apiKey: "sk-new" }],
		["setCooldown", "PUT", "/admin/accounts/openai:a/cooldowns/*", { seconds: 1 }],
		["clearCooldown", "DELETE", "/admin/accounts/openai:a/cooldowns/*"],
		["clearAccountCooldowns", "DELETE", "/admin/accounts/openai:a/cooldowns"],
		["clearCooldowns", "DELETE", "/admin/cooldowns"],
		["updatePool", "PATCH", "/admin/pools/openai", { maxRetries: 4 }],
		["rotatePool", "POST", "/admin/pools/openai/rotate"],
		["putProvider", "PUT", "/admin/providers/mine", { protocol: "openai-chat", baseUrl: "https://mine.example/v1" }],
		["deleteProvider", "DELETE", "/admin/providers/mine"],
		["cancelLogin", "DELETE", `/admin/logins/${login.id}`],
		["deleteOAuthClient", "DELETE", "/admin/providers/gemini/oauth-client"],
		["checkApiKey", "POST", "/admin/providers/openai/check", { apiKey: "sk-new" }],
		["createSession", "POST", "/admin/session"],
		["deleteSession", "DELETE", "/admin/session"],
		["putRouting", "PUT", "/admin/routing", { auto: ["openai/gpt-5.4"] }],
		["updateKey", "PATCH", `/admin/keys/${keyId}`, { requestsPerMinute: 5 }],
		["revokeKey", "DELETE", `/admin/keys/${keyId}`],
		["deleteAccount", "DELETE", "/admin/accounts/openai:a"],
	];
	for (const [, method, path, body] of changes) {
		stage.pass(1000);
		await stage.ok(method, path, body);
	}

	const records = await audit();

	expect(records.slice(0, changes.length).map(({ action }) => action)).toEqual(changes.map(([action]) => action).reverse());
	expect(records.every(({ outcome, keyName }) => outcome === "done" && keyName === "first admin key")).toBe(true);
	expect(records.find(({ action }) => action === "setCooldown")).toMatchObject({ target: "openai:a *", details: { body: { seconds: 1 } } });
	// Logins that complete or are imported are recorded in test/integration/login and test/e2e/import, where there is a server that gives tokens.
	const changing = routes
		.filter(({ method, function: name, scope }) => !["GET", "HEAD"].includes(method) && name !== "proxy" && scope !== "public")
		.map(({ id }) => id)
		.filter((id) => !["completeLogin", "importLogin"].includes(id) && !contractOf(id)?.reads);
	expect(new Set(records.map(({ action }) => action))).toEqual(new Set(changing));
});

it("reading leaves none", async () => {
	const before = await audit();

	await stage.ok("GET", "/admin/accounts");
	await stage.ok("GET", "/admin/pools/openai/explain");

	expect(await audit()).toEqual(before);
});

it("a change that fails says so and why", async () => {
	stage.upstream.script("sk-one", { status: 401, on: "all" });
	stage.pass(1);

	await stage.call("POST", "/admin/accounts", { body: { provider: "openai", method: "api_key", apiKey: "sk-one" } });

	expect((await audit())[0]).toMatchObject({
		action: "linkAccount",
		outcome: "failed",
		error: "account_verification_failed",
		details: { body: { provider: "openai", apiKey: "[secret]" } },
	});
});

it("the record stands before the change begins; a death in between leaves it started", async () => {
	const deps = { store: stage.store, clock: stage.now };
	let during: Record_[] = [];
	stage.pass(1);
	const died = audited(deps, entry, async () => {
		during = await audit();
		return new Promise<never>(() => {});
	});

	await expect.poll(() => during.length).toBeGreaterThan(0);

	expect(during[0]).toMatchObject({ action: "linkAccount", outcome: "started", error: null });
	expect(died).toBeInstanceOf(Promise);
});

it("without a record there is no change", async () => {
	const store = { ...stage.store, put: async () => Promise.reject(new Error("the store is down")) };
	let changed = false;

	const change = audited({ store, clock: stage.now }, entry, async () => {
		changed = true;
	});

	await expect(change).rejects.toThrow("the store is down");
	expect(changed).toBe(false);
});

it("a record that cannot be completed hides neither success nor failure", async () => {
	const store = {
		...stage.store,
		put: stage.store.put.bind(stage.store),
		update: async () => Promise.reject(new Error("the store is down")),
	};
	const deps = { store, clock: stage.now };

	expect(await audited(deps, entry, async () => 5)).toBe(5);
	await expect(audited(deps, entry, async () => Promise.reject(new GatewayError("conflict", "no")))).rejects.toMatchObject({
		code: "conflict",
	});
});

it("pages go back to the first record and end", async () => {
	for (let step = 1; step <= 5; step++) {
		stage.pass(1);
		await stage.ok("PATCH", "/admin/pools/openai", { maxRetries: step });
	}
	const all = await audit();
	const collected: Record_[] = [];
	let cursor: string | null = null;
	do {
		const page: { data: Record_[]; nextCursor: string | null } = await stage.ok(
			"GET",
			`/admin/audit?limit=2${cursor === null ? "" : `&cursor=${cursor}`}`,
		);
		collected.push(...page.data);
		cursor = page.nextCursor;
	} while (cursor !== null);

	expect(collected).toEqual(all);
	expect(all[0]).toMatchObject({ details: { body: { maxRetries: 5 } } });
});
