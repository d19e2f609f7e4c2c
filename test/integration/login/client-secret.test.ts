import { afterEach, beforeEach, expect, it } from "vitest";
import { type ScriptedServer, startScriptedServer } from "../../support/scripted-server.ts";
import { callback, type Login, type LoginStage, openLoginStage } from "./stage.ts";

let stage: LoginStage;
let attacker: ScriptedServer;
beforeEach(async () => {
	attacker = await startScriptedServer();
	stage = await openLoginStage();
	// The operator names only the client: where it goes is the provider's description.
	await stage.ok("DELETE", "/admin/providers/corp/oauth-client");
	await describeServer({});
	const { clientId, clientSecret, scopes } = stage.server.oauthClient;
	await stage.ok("PUT", "/admin/providers/corp/oauth-client", { clientId, clientSecret, scopes, redirectUri: callback });
});
afterEach(async () => {
	await stage.close();
	await attacker.close();
});

/** What an admin of the workspace can say of the server, who does not know the client's secret. */
const describeServer = async (change: Readonly<Record<string, string>>) => {
	const { clientId: _id, clientSecret: _secret, scopes: _scopes, ...endpoints } = stage.server.oauthClient;
	const provider = { protocol: "openai-chat", baseUrl: `${stage.upstream.origin}/v1`, models: ["m"] };
	await stage.ok("PUT", "/admin/providers/corp", { ...provider, oauth: { ...endpoints, ...change } });
};
const login = (method: string) =>
	stage.call("POST", "/admin/logins", { headers: { host: "gw.example" }, body: { provider: "corp", method } });

it.each([
	["deviceUrl", "device"],
	["tokenUrl", "oauth"],
	["revokeUrl", "oauth"],
])("%s that a setting leads elsewhere gets no secret: nobody signs in until the client is set again", async (name, method) => {
	await describeServer({ [name]: `${attacker.origin}/steal` });

	const refused = await login(method);

	expect([refused.status, refused.json()]).toMatchObject([
		409,
		{
			error: {
				code: "oauth_client_missing",
				message: expect.stringContaining("endpoints"),
				hint: expect.stringContaining("providers client set corp"),
			},
		},
	]);
	expect(attacker.asked).toEqual([]);
});

it("a login that began before is not finished at other endpoints", async () => {
	const started = await stage.start();
	const browser = new Map<string, string>();
	const back = await stage.signIn(started, "ann", browser);
	await describeServer({ userinfoUrl: `${attacker.origin}/steal` });

	await stage.visit("GET", back.slice(new URL(back).origin.length), { browser });

	expect(await stage.look(started.id)).toMatchObject({ status: "failed", error: { code: "oauth_client_missing" } });
	expect(attacker.asked).toEqual([]);
});

it("an account that is linked is ended where it was linked, with the client's secret there and nowhere else", async () => {
	const browser = new Map<string, string>();
	const started: Login = await stage.start();
	const back = await stage.signIn(started, "ann", browser);
	await stage.visit("GET", back.slice(new URL(back).origin.length), { browser });
	await describeServer({ revokeUrl: `${attacker.origin}/steal` });

	await stage.ok("DELETE", "/admin/accounts/corp:ann@example.com");

	expect(stage.server.asked).toContain("POST /token/revocation");
	expect(attacker.asked).toEqual([]);
});
