import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ScriptedServer, startScriptedServer } from "../../support/scripted-server.ts";
import { type Login, type LoginStage, openLoginStage } from "./stage.ts";

let stage: LoginStage;
let server: ScriptedServer;
beforeAll(async () => {
	server = await startScriptedServer();
	stage = await openLoginStage({}, { standIns: () => ({ "https://auth.openai.com": server.origin }) });
});
afterAll(async () => {
	await stage.close();
	await server.close();
});

const hand = (login: Login, callback: string) => stage.call("POST", `/admin/logins/${login.id}/callback`, { body: { callback } });
const parameters = (login: Login) => new URL(login.authorizeUrl ?? "").searchParams;

describe("Claude", () => {
	beforeAll(async () => {
		await stage.ok("PUT", "/admin/providers/anthropic", { baseUrl: stage.upstream.origin, subscriptionLogins: true });
		await stage.ok("PUT", "/admin/providers/anthropic/oauth-client", {
			clientId: "operators-own",
			tokenUrl: `${server.origin}/claude/token`,
			userinfoUrl: `${server.origin}/claude/profile`,
		});
	});
	const answer = (organization: string) => ({
		body: {
			...{ access_token: "claude-at", refresh_token: "claude-rt", token_type: "Bearer", expires_in: 28_800 },
			account: { uuid: "u-1", email_address: "ann@example.com" },
			organization: { uuid: organization, name: "Org" },
		},
	});
	const link = async (organization: string) => {
		server.script("/claude/token", answer(organization));
		const login = await stage.start({ provider: "claude" });
		const done = await hand(login, `the-code#${parameters(login).get("state")}`);
		return { login, done };
	};

	it("shows a code to paste, and is sent JSON with the state", async () => {
		const { login, done } = await link("org-1");

		expect(Object.fromEntries(parameters(login))).toMatchObject({
			code: "true",
			client_id: "operators-own",
			scope: "user:inference user:profile",
		});
		expect(done.json()).toMatchObject({ status: "completed", profileId: "anthropic:ann@example.com" });
		const { headers, body } = server.asked.find(({ path }) => path === "/claude/token") ?? { headers: {}, body: "{}" };
		expect(headers).toMatchObject({ "content-type": "application/json", "anthropic-beta": "oauth-2025-04-20" });
		expect(JSON.parse(body)).toMatchObject({ grant_type: "authorization_code", code: "the-code", state: parameters(login).get("state") });
	});

	it("keeps several organizations of one e-mail address apart, and renews each by itself", async () => {
		const [again, second, secondAgain] = [await link("org-1"), await link("org-2"), await link("org-2")];

		expect([again, second, secondAgain].map(({ done }) => done.json<Login>().profileId)).toEqual([
			"anthropic:ann@example.com",
			"anthropic:ann@example.com~org-2",
			"anthropic:ann@example.com~org-2",
		]);
	});
});

describe("Sign in with ChatGPT", () => {
	const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
	const now = () => Math.floor(Date.now() / 1000);
	const idToken = (claims: object): string =>
		`${part({ alg: "RS256" })}.${part({ iss: "https://auth.openai.com", iat: now(), exp: now() + 600, ...claims })}.c2ln`;
	beforeAll(async () => {
		await stage.ok("PUT", "/admin/providers/openai", { baseUrl: `${stage.upstream.origin}/v1`, subscriptionLogins: true });
	});

	it("needs no client of the operator's: the first request names the documented constant and the gateway's name", async () => {
		const login = await stage.start({ provider: "codex" });
		const again = await stage.start({ provider: "codex" });

		expect(Object.fromEntries(parameters(login))).toMatchObject({
			client_id: "dynamic_agent_client",
			agent_name_hint: "Smart Router",
			ext_agent_host_id: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
			resource: "https://api.openai.com/v1",
			redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/auth\/callback$/),
			nonce: expect.any(String),
		});
		expect(parameters(again).get("ext_agent_host_id")).toBe(parameters(login).get("ext_agent_host_id"));
	});

	const finish = (login: Login, claims: object, scope = "resource.invoke chatgpt.tokens.use.direct") => {
		server.script("/api/accounts/oauth/token", {
			body: {
				...{ access_token: "sk-chatgpt-at", refresh_token: "chatgpt-rt", token_type: "Bearer", expires_in: 3600, scope },
				earliest_refresh_at: now() + 3240,
				id_token: idToken({ aud: "oaiapp_1", sub: "user-1", email: "ann@example.com", nonce: parameters(login).get("nonce"), ...claims }),
			},
		});
		return hand(login, `${login.redirectUri}?code=c&client_id=oaiapp_1&state=${parameters(login).get("state")}`);
	};

	it("uses the issued client from the exchange on, and at the next sign-in of that account", async () => {
		const login = await stage.start({ provider: "openai" });
		const done = await finish(login, {});
		const again = await stage.start({ provider: "openai", profileId: "openai:ann@example.com" });

		const exchange = server.asked.find(({ path }) => path === "/api/accounts/oauth/token");
		expect(Object.fromEntries(new URLSearchParams(exchange?.body))).toMatchObject({
			client_id: "oaiapp_1",
			resource: "https://api.openai.com/v1",
		});
		expect(done.json()).toMatchObject({ status: "completed", profileId: "openai:ann@example.com" });
		expect(parameters(again).get("client_id")).toBe("oaiapp_1");
		expect(parameters(again).has("agent_name_hint")).toBe(false);
		expect((await finish(again, {})).json()).toMatchObject({ status: "completed", profileId: "openai:ann@example.com" });
	});

	it("is of no use without the scope for models, and says so", async () => {
		const login = await stage.start({ provider: "openai" });

		const refused = await finish(login, { sub: "user-2" }, "openid email");

		expect(refused.json()).toMatchObject({
			error: {
				code: "login_missing_scope",
				message: expect.stringContaining("chatgpt.tokens.use.direct"),
				hint: expect.stringContaining("ticked"),
			},
		});
	});

	it.each([
		["for another client", { aud: "oaiapp_other" }],
		["of another issuer", { iss: "https://evil.example" }],
		["that is over", { exp: 1 }],
		["with another nonce", { nonce: "another" }],
	])("an id token %s is not believed", async (_name, claims) => {
		const login = await stage.start({ provider: "openai" });

		const refused = await finish(login, { sub: "user-3", ...claims });

		expect([refused.status, refused.json()]).toEqual([502, { error: expect.objectContaining({ code: "login_provider_refused" }) }]);
	});
});
