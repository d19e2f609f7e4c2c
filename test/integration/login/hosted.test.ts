import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, callback, type LoginStage, nextOf, openLoginStage, pathOf } from "./stage.ts";

let stage: LoginStage;
beforeAll(async () => {
	stage = await openLoginStage();
});
afterAll(() => stage.close());

/** From the start to the page that the provider's redirect leads to. */
async function link(name: string, fields: Readonly<Record<string, unknown>> = {}) {
	const login = await stage.start(fields);
	const browser: Browser = new Map();
	const back = await stage.signIn(login, name, browser);
	const page = await stage.visit("GET", pathOf(back), { browser });
	return { login, page, after: await stage.look(login.id) };
}

describe("a hosted login", () => {
	it("links an account named by its e-mail address, whose token serves calls", async () => {
		const login = await stage.start();
		const browser: Browser = new Map();
		const back = await stage.signIn(login, "ann", browser);
		const before = await stage.look(login.id);

		const page = await stage.visit("GET", pathOf(back), { browser });

		expect(login).toMatchObject({ status: "pending", authorizeUrl: `https://gw.example/login/${login.id}/go`, redirectUri: callback });
		expect(before.status).toBe("pending");
		expect([page.status, page.body]).toEqual([200, expect.stringContaining("corp:ann@example.com")]);
		expect(await stage.look(login.id)).toMatchObject({ status: "completed", profileId: "corp:ann@example.com" });
		expect(await stage.ok("GET", "/admin/accounts/corp:ann@example.com")).toMatchObject({
			method: "oauth",
			email: "ann@example.com",
			status: "verified",
			tokenExpiresAt: expect.any(String),
		});
		expect(stage.upstream.calls().at(-1)).toMatchObject({ path: "/v1/models" });
	});

	it("takes the label that was asked for", async () => {
		expect((await link("ben", { label: "work" })).after).toMatchObject({ status: "completed", profileId: "corp:work" });
	});

	it("of an identity that is linked already renews that account, under the name it has", async () => {
		await link("cat", { label: "cat-1" });
		await stage.ok("PATCH", "/admin/accounts/corp:cat-1", { priority: 7, displayName: "Cat" });
		const before = await stage.ok<{ createdAt: string }>("GET", "/admin/accounts/corp:cat-1");

		const { after } = await link("cat", { label: "cat-2" });

		expect(after).toMatchObject({ status: "completed", profileId: "corp:cat-1" });
		expect(await stage.ok("GET", "/admin/accounts/corp:cat-1")).toMatchObject({
			priority: 7,
			displayName: "Cat",
			createdAt: before.createdAt,
		});
		expect(await stage.labels()).not.toContain("corp:cat-2");
	});

	it("of another identity never takes a profile id that is taken", async () => {
		await link("dan", { label: "team" });

		const { page, after } = await link("eve", { label: "team" });

		expect([page.status, after.error]).toEqual([409, expect.objectContaining({ code: "account_exists" })]);
		expect(await stage.ok("GET", "/admin/accounts/corp:team")).toMatchObject({ email: "dan@example.com" });
	});

	it("asks with PKCE, one-time state and no more than it needs", async () => {
		const login = await stage.start();

		const next = new URL(nextOf(await stage.visit("POST", pathOf(login.authorizeUrl ?? ""), { form: { confirm: "yes" } })));

		expect(Object.fromEntries(next.searchParams)).toEqual({
			response_type: "code",
			client_id: stage.server.clientId,
			redirect_uri: callback,
			scope: "openid email offline_access",
			state: expect.stringMatching(new RegExp(`^${login.id}\\.[\\w-]{43}$`)),
			nonce: expect.stringMatching(/^[\w-]{43}$/),
			code_challenge: expect.stringMatching(/^[\w-]{43}$/),
			code_challenge_method: "S256",
			prompt: "consent",
		});
	});
});

it("the same person at two browsers at once becomes one account", async () => {
	const logins = [await stage.start(), await stage.start()];
	const ready = await Promise.all(
		logins.map(async (login) => {
			const browser: Browser = new Map();
			return { browser, back: await stage.signIn(login, "twin", browser) };
		}),
	);

	const pages = await Promise.all(ready.map(({ browser, back }) => stage.visit("GET", pathOf(back), { browser })));

	expect(pages.map(({ status }) => status)).toEqual([200, 200]);
	expect((await stage.labels()).filter((id) => id.includes("twin"))).toEqual(["corp:twin@example.com"]);
});

describe("re-authenticating", () => {
	it("renews the same account and keeps id, label and settings", async () => {
		await link("fay", { label: "fay" });
		await stage.ok("PATCH", "/admin/accounts/corp:fay", { tags: ["kept"] });

		const { after } = await link("fay", { profileId: "corp:fay" });

		expect(after).toMatchObject({ status: "completed", profileId: "corp:fay" });
		expect(await stage.ok("GET", "/admin/accounts/corp:fay")).toMatchObject({ tags: ["kept"], label: "fay", status: "verified" });
	});

	it("refuses another identity and leaves the account as it was", async () => {
		await link("gus", { label: "gus" });
		const before = await stage.ok("GET", "/admin/accounts/corp:gus");

		const { page, after } = await link("hal", { profileId: "corp:gus" });

		expect(page.status).toBe(409);
		expect(after).toMatchObject({
			status: "failed",
			error: { code: "login_identity_mismatch", hint: expect.stringContaining("own identity") },
		});
		expect(await stage.ok("GET", "/admin/accounts/corp:gus")).toEqual(before);
	});

	it("of an account with an API key is refused: its key is replaced instead", async () => {
		await stage.ok("POST", "/admin/accounts", { provider: "corp", method: "api_key", apiKey: "sk-x", label: "keyed" });

		const refused = await stage.call("POST", "/admin/logins", { body: { provider: "corp", method: "oauth", profileId: "corp:keyed" } });

		expect([refused.status, refused.json()]).toEqual([
			400,
			{
				error: expect.objectContaining({
					param: "profileId",
					hint: expect.stringContaining("smart-router login corp --profile corp:keyed"),
				}),
			},
		]);
	});

	it.each([
		["nobody", { profileId: "corp:nobody" }, 404],
		["another provider's account", { profileId: "openai:x" }, 404],
	])("of %s is refused at the start", async (_name, fields, status) => {
		expect((await stage.call("POST", "/admin/logins", { body: { provider: "corp", method: "oauth", ...fields } })).status).toBe(status);
	});
});

describe("removing a linked account", () => {
	it("ends the login at the provider", async () => {
		await link("ivy", { label: "ivy" });
		stage.server.asked.length = 0;

		await stage.ok("DELETE", "/admin/accounts/corp:ivy");

		expect(stage.server.asked).toEqual(["POST /token/revocation"]);
		expect(stage.seen.join("\n")).toContain('"atProvider":"revoked"');
		expect(await stage.labels()).not.toContain("corp:ivy");
	});
});

it("a login that is looked at again says the same, so a page that was reloaded goes on where it was", async () => {
	const login = await stage.start({ label: "res" });

	expect(await stage.look(login.id)).toEqual(login);
});

describe("a login fails with its own words and the next step when", () => {
	it("the person declines", async () => {
		const login = await stage.start();
		const browser: Browser = new Map();
		const confirmed = await stage.visit("POST", pathOf(login.authorizeUrl ?? ""), { browser, form: { confirm: "yes" } });
		const state = new URL(nextOf(confirmed)).searchParams.get("state") ?? "";
		const denied = new URLSearchParams({ error: "access_denied", error_description: "<b>End-User</b> aborted", state });

		const page = await stage.visit("GET", `/login/corp/callback?${denied}`, { browser });

		expect(page.body).not.toContain("<b>");
		expect(await stage.look(login.id)).toMatchObject({
			status: "failed",
			error: { code: "login_denied", message: expect.stringContaining("declined"), hint: expect.stringContaining("allow") },
		});
	});

	it("it is not finished in ten minutes", async () => {
		const login = await stage.start();
		const browser: Browser = new Map();
		const back = await stage.signIn(login, "late", browser);
		stage.pass(10 * 60_000);

		const page = await stage.visit("GET", pathOf(back), { browser });

		expect(page.status).toBe(410);
		expect(await stage.look(login.id)).toMatchObject({
			status: "expired",
			error: { code: "login_expired", hint: "Start the login again." },
		});
	});

	it("it is cancelled", async () => {
		const login = await stage.start();
		const browser: Browser = new Map();
		const back = await stage.signIn(login, "calm", browser);
		await stage.ok("DELETE", `/admin/logins/${login.id}`);

		const page = await stage.visit("GET", pathOf(back), { browser });

		expect([page.status, (await stage.look(login.id)).status]).toEqual([409, "cancelled"]);
	});

	it("the key that started it is revoked meanwhile", async () => {
		const { key, keyId } = await stage.ok<{ key: string; keyId: string }>("POST", "/admin/keys", {
			name: "brief",
			scopes: ["accounts:write"],
		});
		const started = await stage.call("POST", "/admin/logins", {
			key,
			headers: { host: "gw.example" },
			body: { provider: "corp", method: "oauth" },
		});
		const login = started.json<{ id: string; status: string; authorizeUrl: string; interval: number; expiresAt: string }>();
		const browser: Browser = new Map();
		const back = await stage.signIn(login, "rex", browser);
		await stage.ok("DELETE", `/admin/keys/${keyId}`);

		await stage.visit("GET", pathOf(back), { browser });

		expect(await stage.look(login.id)).toMatchObject({ status: "failed", error: { code: "login_key_revoked" } });
		expect(await stage.labels()).not.toContain("corp:rex@example.com");
	});

	it("the operator's client is changed meanwhile", async () => {
		const login = await stage.start();
		const browser: Browser = new Map();
		const back = await stage.signIn(login, "max", browser);
		await stage.ok("PUT", "/admin/providers/corp/oauth-client", { ...stage.server.oauthClient, clientId: "another" });

		await stage.visit("GET", pathOf(back), { browser });
		await stage.ok("PUT", "/admin/providers/corp/oauth-client", stage.server.oauthClient);

		expect(await stage.look(login.id)).toMatchObject({ status: "failed", error: { code: "login_settings_changed" } });
	});

	it("the client's secret is wrong", async () => {
		await stage.ok("PUT", "/admin/providers/corp/oauth-client", { ...stage.server.oauthClient, clientSecret: "wrong" });

		const { after, page } = await link("sue");
		await stage.ok("PUT", "/admin/providers/corp/oauth-client", stage.server.oauthClient);

		expect(page.status).toBe(422);
		expect(after).toMatchObject({ status: "failed", error: { code: "login_client_refused", hint: expect.stringContaining("operator") } });
	});

	it("the provider cannot be reached", async () => {
		await stage.ok("PUT", "/admin/providers/corp/oauth-client", { ...stage.server.oauthClient, tokenUrl: "http://127.0.0.1:9/token" });

		const { after } = await link("tom");
		await stage.ok("PUT", "/admin/providers/corp/oauth-client", stage.server.oauthClient);

		expect(after).toMatchObject({ status: "failed", error: { code: "login_provider_unavailable", hint: expect.stringContaining("Wait") } });
	});

	it("the provider's API cannot be asked with the token", async () => {
		await stage.ok("PUT", "/admin/providers/corp", { protocol: "openai-chat", baseUrl: "http://127.0.0.1:9/v1" });

		const { after } = await link("uma");
		await stage.ok("PUT", "/admin/providers/corp", { protocol: "openai-chat", baseUrl: `${stage.upstream.origin}/v1` });

		expect(after).toMatchObject({ status: "failed", error: { code: "account_verification_failed" } });
		expect(await stage.labels()).not.toContain("corp:uma@example.com");
	});

	it("the process died between the exchange and the end, after a minute", async () => {
		const login = await stage.start();
		const key = { pk: `login#${login.id}`, sk: "session" };
		await stage.store.update(key, [
			{ op: "set", path: ["status"], value: "exchanging" },
			{ op: "set", path: ["takenAt"], value: stage.now() },
		]);

		const during = await stage.look(login.id);
		stage.pass(60_000);

		expect(during.status).toBe("pending");
		expect(await stage.look(login.id)).toMatchObject({
			status: "failed",
			error: { code: "login_interrupted", hint: "Start the login again." },
		});
	});
});

describe("a login is refused at the start when", () => {
	it("no client is configured: it says what is missing, where to get it, and which other way there is", async () => {
		const refused = await stage.call("POST", "/admin/logins", { body: { provider: "gemini", method: "oauth" } });

		expect([refused.status, refused.json()]).toEqual([
			409,
			{
				error: expect.objectContaining({
					code: "oauth_client_missing",
					message: expect.stringContaining("No OAuth client"),
					hint: expect.stringMatching(/oauth-client.*console\.cloud\.google\.com.*--method api-key/s),
				}),
			},
		]);
	});

	it("a plan's login is not allowed by an admin", async () => {
		await stage.ok("PUT", "/admin/providers/anthropic/oauth-client", { clientId: "mine" });
		const ask = { body: { provider: "claude", method: "oauth" } };

		const refused = await stage.call("POST", "/admin/logins", ask);
		await stage.ok("PUT", "/admin/providers/anthropic", { subscriptionLogins: true });
		const allowed = await stage.call("POST", "/admin/logins", ask);

		expect(refused.json()).toMatchObject({
			error: { code: "subscription_logins_off", hint: expect.stringContaining("subscriptionLogins") },
		});
		expect([allowed.status, allowed.json()]).toEqual([201, expect.objectContaining({ redirect: "paste" })]);
	});

	it.each([
		[{ method: "device", provider: "anthropic" }, 409, "login_method_unavailable"],
		[{ method: "oauth", provider: "anthropic", redirect: "hosted" }, 409, "login_method_unavailable"],
		[{ method: "oauth", provider: "nowhere" }, 404, "not_found"],
		[{ method: "api_key", provider: "corp" }, 400, "invalid_request"],
		[{ method: "oauth", provider: "corp", label: "no spaces" }, 400, "invalid_request"],
		[{ method: "oauth", provider: "corp", redirect: "hosted", redirectPort: 4000 }, 400, "invalid_request"],
	])("%j", async (body, status, code) => {
		const refused = await stage.call("POST", "/admin/logins", { body });

		expect([refused.status, refused.json()]).toEqual([status, { error: expect.objectContaining({ code }) }]);
	});

	it("the key does not reach what would be linked", async () => {
		const key = await stage.makeKey({ scopes: ["accounts:write"], profiles: ["corp:mine"] });
		const start = (label: string) => stage.call("POST", "/admin/logins", { key, body: { provider: "corp", method: "oauth", label } });

		expect([(await start("mine")).status, (await start("theirs")).status]).toEqual([201, 403]);
	});
});
