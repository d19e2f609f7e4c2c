import { type Scope, scopes } from "@smart-router/core/api-key/principal.ts";
import { type Route, routes } from "@smart-router/functions/routes.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
const keys = new Map<Scope, string>();

beforeAll(async () => {
	stage = await openStage();
	for (const scope of scopes) keys.set(scope, await stage.makeKey({ scopes: [scope] }));
});
afterAll(() => stage.close());

const guarded: readonly Route[] = routes.filter((route) => route.function !== "proxy" && route.scope !== "public");
const open: readonly Route[] = routes.filter((route) => route.function !== "proxy" && route.scope === "public");

/** A path of the route that names things which do not exist, so that an allowed call changes nothing. */
const pathOf = ({ path }: Route): string =>
	path
		.replace("{profileId}", "openai:nobody")
		.replace("{provider}", "nowhere")
		.replace("{keyId}", "key_nobody")
		.replace(/\{\w+\+?\}/, "nothing");

describe.each(guarded.map((route) => [`${route.method} ${route.path}`, route] as const))("%s", (_name, route) => {
	it("lets nobody in without a key", async () => {
		const result = await stage.call(route.method, pathOf(route), { key: null });

		expect(result.status).toBe(401);
		expect(result.headers["www-authenticate"]).toBe("Bearer");
		expect(result.json()).toMatchObject({ error: { code: "authentication_required" } });
	});

	it.each(scopes)("with the scope %s it is open exactly as the route table says", async (scope) => {
		const allowed = scope === "admin" || scope === route.scope;

		const result = await stage.call(route.method, pathOf(route), {
			key: keys.get(scope) ?? null,
			body: route.method === "GET" ? undefined : {},
		});

		if (allowed) expect([401, 403]).not.toContain(result.status);
		else expect(result.json()).toMatchObject({ error: { code: "permission_denied", message: expect.stringContaining(route.scope) } });
		expect(result.status === 403).toBe(!allowed);
	});
});

const withoutParameters = open.filter(({ path }) => !path.includes("{"));

describe.each(withoutParameters.map((route) => [`${route.method} ${route.path}`, route] as const))("%s", (_name, route) => {
	it("is open to everybody, also with a wrong key", async () => {
		for (const key of [null, "some wrong key of enough length"]) {
			expect((await stage.call(route.method, route.path, { key })).status).toBe(route.method === "HEAD" ? 204 : 200);
		}
	});
});

describe("a key", () => {
	it.each([
		["authorization", (key: string) => `Bearer ${key}`],
		["Authorization", (key: string) => `bearer  ${key}`],
		["x-api-key", (key: string) => key],
		["X-Goog-Api-Key", (key: string) => key],
	])("may come as %s", async (name, value) => {
		const headers = { [name]: value(keys.get("accounts:read") ?? "") };

		expect((await stage.call("GET", "/admin/accounts", { key: null, headers })).status).toBe(200);
	});

	it("may not come as ?key=, which only Gemini's clients send, and is in no log line then", async () => {
		const key = keys.get("accounts:read") ?? "";
		stage.seen.length = 0;

		const alone = await stage.call("GET", `/admin/accounts?key=${key}&limit=1`, { key: null });
		const beside = await stage.call("GET", `/admin/accounts?key=${key}`, { key });

		expect([alone.status, beside.status]).toEqual([401, 400]);
		expect(stage.seen.join("\n")).toContain("/admin/accounts");
		expect(stage.seen.join("\n")).not.toContain(key);
	});

	it.each(["x", "sr_test_mistyped", "an unknown key of enough length", "", "ünïcödé and long enough to be one"])(
		"that is wrong (%j) is refused",
		async (key) => {
			const result = await stage.call("GET", "/admin/accounts", { key });

			expect(result.status).toBe(401);
			if (key.length > 3) expect(result.body).not.toContain(key);
		},
	);

	it("that is wrong is answered at once, and told to come back after 20 of them, while right ones pass", async () => {
		stage.pass(120_000);
		stage.waits.length = 0;
		const guess = (tries: number) => stage.call("GET", "/admin/accounts", { key: `an unknown key, number ${tries}` });

		for (let tries = 0; tries < 20; tries++) expect((await guess(tries)).status).toBe(401);
		const refused = await guess(20);
		const right = await stage.call("GET", "/admin/accounts");

		expect([refused.status, refused.headers["retry-after"], right.status]).toEqual([429, "60", 200]);
		expect(stage.waits).toEqual([]);
		stage.pass(60_000);
	});

	it("that is wrong waits longer and longer where a wait is not paid for", async () => {
		const laptop = await openStage({ holdsGuesses: true });

		for (let tries = 0; tries < 8; tries++) await laptop.call("GET", "/admin/accounts", { key: `an unknown key, number ${tries}` });

		expect(laptop.waits).toEqual([0, 0, 0, 0, 0, 100, 200, 300]);
		await laptop.close();
	});

	it("that is revoked or expired is refused", async () => {
		const made = await stage.ok<{ key: string; keyId: string }>("POST", "/admin/keys", { name: "short", scopes: ["accounts:read"] });
		const expiring = await stage.makeKey({ scopes: ["accounts:read"], expiresAt: new Date(stage.now() + 60_000).toISOString() });
		expect((await stage.call("GET", "/admin/accounts", { key: made.key })).status).toBe(200);
		expect((await stage.call("GET", "/admin/accounts", { key: expiring })).status).toBe(200);

		await stage.ok("DELETE", `/admin/keys/${made.keyId}`);
		stage.pass(60_000);

		expect((await stage.call("GET", "/admin/accounts", { key: made.key })).status).toBe(401);
		expect((await stage.call("GET", "/admin/accounts", { key: expiring })).status).toBe(401);
	});
});
