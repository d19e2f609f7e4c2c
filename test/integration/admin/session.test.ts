import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { itemsOf, openStage, type Stage } from "./stage.ts";

let stage: Stage;
let key: string;

beforeAll(async () => {
	stage = await openStage();
	key = await stage.makeKey({ name: "accounts", scopes: ["accounts:read", "accounts:write"] });
});
afterAll(() => stage.close());

const host = "gateway.example";
/** What the page sends along with a change. */
const fromPage = { host, origin: `https://${host}`, "x-smart-router-page": "1" };

const cookieOf = (setCookie: string | undefined): string => setCookie?.split(";")[0] ?? "";

async function signIn(withKey: string = key): Promise<string> {
	const { status, headers } = await stage.call("POST", "/admin/session", { key: withKey });
	expect(status).toBe(201);
	return cookieOf(headers["set-cookie"]);
}

const asPage = (method: string, path: string, cookie: string, body?: unknown, headers: Record<string, string> = fromPage) =>
	stage.call(method, path, { key: null, body, headers: { ...headers, cookie: `theme=dark; ${cookie}; other=1` } });

describe("signing in", () => {
	it("sets a cookie that neither scripts nor other sites nor plain http can use, for 12 hours", async () => {
		const { headers, body } = await stage.call("POST", "/admin/session", { key });

		expect(headers["set-cookie"]).toMatch(/^__Host-sr=[0-9A-Za-z]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/);
		expect(JSON.parse(body)).toMatchObject({ keyName: "accounts", scopes: ["accounts:read", "accounts:write"], stage: "test" });
		expect(body).not.toContain(cookieOf(headers["set-cookie"]).slice(10));
	});

	it("stores neither the key nor the session's id", async () => {
		const cookie = await signIn();
		const id = cookie.split("=")[1] ?? "";

		const { items } = await stage.store.query({ pk: "ws#default", prefix: "" });
		const kept = JSON.stringify(items) + (await itemsOf(stage.store, "ws#default#audit", `session#${id}`));

		expect(kept).not.toContain(id);
		expect(kept).not.toContain(key);
	});

	it("is refused to keys that may not read accounts, and to a session", async () => {
		const clients = await stage.makeKey({ scopes: ["proxy"] });
		const cookie = await signIn();

		expect((await stage.call("POST", "/admin/session", { key: clients })).status).toBe(403);
		expect((await stage.call("POST", "/admin/session", { key: "a key that nobody ever made" })).status).toBe(401);
		expect((await asPage("POST", "/admin/session", cookie)).json()).toMatchObject({ error: { code: "invalid_request" } });
	});

	it("is written down in the audit", async () => {
		stage.pass(1);
		await signIn();

		const { data } = await stage.ok<{ data: object[] }>("GET", "/admin/audit?limit=1");

		expect(data).toEqual([expect.objectContaining({ action: "createSession", keyName: "accounts", outcome: "done" })]);
	});
});

describe("a session", () => {
	it("may what its key may, and no more", async () => {
		const cookie = await signIn();

		expect((await asPage("GET", "/admin/accounts", cookie)).status).toBe(200);
		expect((await asPage("GET", "/admin/session", cookie)).json()).toMatchObject({
			keyName: "accounts",
			expiresAt: new Date(stage.now() + 12 * 3_600_000).toISOString(),
		});
		expect((await asPage("PATCH", "/admin/pools/openai", cookie, { maxRetries: 4 })).status).toBe(200);
		expect((await asPage("GET", "/admin/keys", cookie)).status).toBe(403);
		expect((await asPage("DELETE", "/admin/accounts/openai:nobody", cookie)).status).toBe(404);
	});

	it.each([
		["without its header", { host, origin: `https://${host}` }],
		["with another value of it", { ...fromPage, "x-smart-router-page": "yes" }],
		["without an origin", { host, "x-smart-router-page": "1" }],
		["from another origin", { ...fromPage, origin: "https://evil.example" }],
		["from another port", { ...fromPage, origin: `https://${host}:8443` }],
		["from the same host over plain http", { ...fromPage, origin: `http://${host}` }],
		["from nowhere", { ...fromPage, origin: "null" }],
	])("changes nothing %s, but reads", async (_name, headers) => {
		const cookie = await signIn();

		const change = await asPage("PATCH", "/admin/pools/openai", cookie, { maxRetries: 9 }, headers);

		expect(change.status).toBe(403);
		expect(change.json()).toMatchObject({ error: { code: "permission_denied" } });
		expect((await asPage("GET", "/admin/pools/openai", cookie, undefined, headers)).json()).toMatchObject({ maxRetries: 4 });
	});

	it.each(["__Host-sr=", "__Host-sr=short", `__Host-sr=${"A".repeat(43)}`, `sr=${"A".repeat(43)}`, "x__Host-sr=1"])(
		"that nobody opened (%s) is nobody",
		async (cookie) => {
			expect((await asPage("GET", "/admin/accounts", cookie)).status).toBe(401);
		},
	);

	it("does not count beside a key, right or wrong", async () => {
		const cookie = await signIn();
		const withKey = (text: string) => ({ ...fromPage, cookie, authorization: `Bearer ${text}` });

		expect((await stage.call("GET", "/admin/session", { key: null, headers: withKey("a key that nobody ever made") })).status).toBe(401);
		expect((await stage.call("GET", "/admin/session", { key: null, headers: withKey(key) })).json()).toMatchObject({ expiresAt: null });
	});

	it("ends when it is signed out, and the cookie goes", async () => {
		const cookie = await signIn();
		const other = await signIn();

		const { status, headers } = await asPage("DELETE", "/admin/session", cookie);

		expect(status).toBe(204);
		expect(headers["set-cookie"]).toMatch(/^__Host-sr=; Path=\/; Max-Age=0; /);
		expect((await asPage("GET", "/admin/session", cookie)).status).toBe(401);
		expect((await asPage("GET", "/admin/session", other)).status).toBe(200);
	});

	it("ends in the other functions too, 10 s later at most", async () => {
		const cookie = await signIn();
		const verify = () => asPage("POST", "/admin/accounts/openai:nobody/verify", cookie);
		expect((await verify()).status).toBe(404);

		await asPage("DELETE", "/admin/session", cookie);
		stage.pass(10_000);

		expect((await verify()).status).toBe(401);
	});

	it("ends with its key: revoked or expired", async () => {
		const made = await stage.ok<{ key: string; keyId: string }>("POST", "/admin/keys", { name: "short", scopes: ["accounts:read"] });
		const expiresAt = new Date(stage.now() + 60_000).toISOString();
		const expiring = await signIn(await stage.makeKey({ scopes: ["accounts:read"], expiresAt }));
		const revoked = await signIn(made.key);
		expect((await asPage("GET", "/admin/session", revoked)).status).toBe(200);
		expect((await asPage("GET", "/admin/session", expiring)).json()).toMatchObject({ expiresAt });

		await stage.ok("DELETE", `/admin/keys/${made.keyId}`);
		stage.pass(60_000);

		expect((await asPage("GET", "/admin/session", revoked)).status).toBe(401);
		expect((await asPage("GET", "/admin/session", expiring)).status).toBe(401);
	});

	it("ends after 12 hours", async () => {
		const cookie = await signIn();
		stage.pass(12 * 3_600_000 - 1);
		expect((await asPage("GET", "/admin/session", cookie)).status).toBe(200);

		stage.pass(1);

		expect((await asPage("GET", "/admin/session", cookie)).status).toBe(401);
	});

	it("is in no log line and no answer", () => {
		const ids = stage.seen.flatMap((text) => /__Host-sr=(\w{43})/.exec(text)?.[1] ?? []);

		expect(ids.length).toBeGreaterThan(5);
		for (const id of ids) expect(stage.seen.filter((text) => text.includes(id) && !text.includes("set-cookie"))).toEqual([]);
	});
});
