import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { itemsOf, openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
	stage = await openStage();
});
afterEach(() => stage.close());

const path = "/admin/providers/corp/oauth-client";
const client = {
	clientId: "gateway",
	clientSecret: "a-client-secret-canary",
	clientAuth: "client_secret_basic",
	issuer: "https://id.example",
	authorizeUrl: "https://id.example/authorize",
	tokenUrl: "https://id.example/token",
	deviceUrl: "https://id.example/device",
	revokeUrl: "https://id.example/revoke",
	userinfoUrl: "https://id.example/me",
	scopes: ["openid", "email"],
	redirectUri: "https://gw.example/login/corp/callback",
};
const { clientSecret: _, ...shown } = client;
const setUp = async () => {
	await stage.ok("PUT", "/admin/providers/corp", { protocol: "openai-chat", baseUrl: "https://corp.example/v1" });
	return stage.ok("PUT", path, client);
};

describe("the operator's OAuth client", () => {
	it("keeps its secret, redirect address and endpoints when only its scopes change", async () => {
		await setUp();

		const changed = await stage.ok("PUT", path, { scopes: ["openid"] });

		expect(changed).toMatchObject({ ...shown, scopes: ["openid"], hasSecret: true, outdated: false });
		expect(await stage.ok("GET", path)).toEqual(changed);
	});

	it("loses what is null: the secret, and what goes back to the provider's description", async () => {
		await setUp();

		const changed = await stage.ok("PUT", path, { clientSecret: null, scopes: null, redirectUri: null, deviceUrl: null });

		expect(changed).toMatchObject({
			...{ clientId: "gateway", hasSecret: false, redirectUri: null, deviceUrl: null, tokenUrl: client.tokenUrl },
			scopes: ["openid", "email", "offline_access"],
		});
	});

	it.each([
		["another client id", { clientId: "another" }],
		["another token endpoint", { tokenUrl: "https://attacker.example/token" }],
		["another device endpoint", { deviceUrl: "https://attacker.example/device" }],
		["another revocation endpoint", { revokeUrl: null }],
	])("its stored secret goes along to no %s", async (_name, change) => {
		await setUp();

		const refused = await stage.call("PUT", path, { body: change });
		const again = await stage.call("PUT", path, { body: { ...change, clientSecret: "typed-again" } });

		expect(refused.status).toBe(400);
		expect(refused.json()).toMatchObject({ error: { param: "clientSecret", hint: expect.stringContaining("null") } });
		expect([again.status, again.json()]).toEqual([200, expect.objectContaining({ ...change, hasSecret: true })]);
	});

	it("is not there until it is set, and its first setting needs a client id", async () => {
		await stage.ok("PUT", "/admin/providers/corp", { protocol: "openai-chat", baseUrl: "https://corp.example/v1" });

		const missing = await stage.call("GET", path);
		const scopesOnly = await stage.call("PUT", path, { body: { scopes: ["openid"] } });
		const nowhere = await stage.call("PUT", path, { body: { clientId: "gateway" } });
		const nothing = await stage.call("PUT", path, { body: {} });

		expect([missing.status, missing.json()]).toMatchObject([404, { error: { code: "not_found" } }]);
		expect([scopesOnly, nowhere, nothing].map(({ status, json }) => [status, json<{ error: { param: string } }>().error.param])).toEqual([
			[400, "clientId"],
			[400, "tokenUrl"],
			[400, null],
		]);
	});

	it("two admins who change different fields at once both have their way", async () => {
		await setUp();

		await Promise.all([stage.ok("PUT", path, { scopes: ["one"] }), stage.ok("PUT", path, { redirectUri: null })]);

		expect(await stage.ok("GET", path)).toMatchObject({ scopes: ["one"], redirectUri: null, hasSecret: true });
	});

	it("is out of date once the provider's endpoints are others, until it is set again", async () => {
		const provider = { protocol: "openai-chat", baseUrl: "https://corp.example/v1" };
		const oauth = { authorizeUrl: "https://id.example/authorize", tokenUrl: "https://id.example/token" };
		await stage.ok("PUT", "/admin/providers/corp", { ...provider, oauth });
		await stage.ok("PUT", path, { clientId: "gateway", clientSecret: "a-client-secret-canary" });

		await stage.ok("PUT", "/admin/providers/corp", { oauth: { ...oauth, deviceUrl: "https://id.example/device" } });
		const outdated = await stage.ok("GET", path);
		const listed = await stage.ok("GET", "/admin/providers/corp");
		const withoutSecret = await stage.call("PUT", path, { body: { clientId: "gateway" } });
		const again = await stage.ok("PUT", path, { clientSecret: "a-client-secret-canary" });

		expect(outdated).toMatchObject({ outdated: true, deviceUrl: null });
		expect(listed).toMatchObject({ oauth: { configured: false, clientId: "gateway" } });
		expect(withoutSecret.json()).toMatchObject({ error: { param: "clientSecret" } });
		expect(again).toMatchObject({ outdated: false, deviceUrl: "https://id.example/device", hasSecret: true });
	});

	it("from before it kept its endpoints counts as not set", async () => {
		await stage.store.put({
			...{ pk: "ws#default", sk: "oauth-client#gemini", workspace: "default", provider: "gemini", clientId: "old" },
			...{ tokenUrl: "https://oauth2.googleapis.com/token", ownTokenUrl: false, secret: null, updatedAt: 0 },
		});

		const listed = await stage.ok("GET", "/admin/providers/gemini");

		expect(listed).toMatchObject({ oauth: { configured: false, clientId: null } });
		expect((await stage.call("GET", "/admin/providers/gemini/oauth-client")).status).toBe(404);
	});
});

const password = "password-canary-7d1f";
const address = `https://user:${password}@x.example/v1`;
const custom = { protocol: "openai-chat", baseUrl: "https://x.example" };
const oauth = { authorizeUrl: "https://id.example/authorize", tokenUrl: "https://id.example/token" };
const byKey = { provider: "openai", method: "api_key", apiKey: "sk-one" };

describe("a password in an address", () => {
	it.each([
		["PUT", "/admin/providers/mine", { ...custom, baseUrl: address }, "baseUrl"],
		["PUT", "/admin/providers/mine", { ...custom, baseUrl: `https://x.example/v1?key=${password}` }, "baseUrl"],
		["PUT", "/admin/providers/openai", { baseUrl: address }, "baseUrl"],
		["PUT", "/admin/providers/openai", { baseUrl: "https://x.example", otherBaseUrls: [address] }, "otherBaseUrls[0]"],
		["PUT", "/admin/providers/mine", { ...custom, oauth: { ...oauth, tokenUrl: address } }, "oauth.tokenUrl"],
		["PUT", "/admin/providers/mine", { ...custom, oauth: { ...oauth, issuer: address } }, "oauth.issuer"],
		["PUT", "/admin/providers/gemini/oauth-client", { clientId: "x", tokenUrl: address }, "tokenUrl"],
		["PUT", "/admin/providers/gemini/oauth-client", { clientId: "x", issuer: address }, "issuer"],
		["PUT", "/admin/providers/gemini/oauth-client", { clientId: "x", redirectUri: address }, "redirectUri"],
		["POST", "/admin/accounts", { ...byKey, baseUrl: address }, "baseUrl"],
		["POST", "/admin/accounts/openai:key-1/credential", { apiKey: "sk-one", baseUrl: address }, "baseUrl"],
		["POST", "/admin/providers/openai/check", { apiKey: "sk-one", baseUrl: address }, "baseUrl"],
	])("%s %s %j is refused before anything is kept or told", async (method, to, body, param) => {
		const refused = await stage.call(method, to, { body });

		expect([refused.status, refused.json()]).toMatchObject([400, { error: { param } }]);
		expect(await itemsOf(stage.store, "ws#default", "ws#default#audit")).not.toContain(password);
		expect(stage.seen.join()).not.toContain(password);
	});
});
