import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AuthorizationServer, startAuthorizationServer } from "../support/authorization-server.ts";
import { type FakeCodeAssist, servedModels, startFakeCodeAssist } from "../support/fake-code-assist.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { deadPage, signInAt } from "../support/sign-in-at.ts";

let server: AuthorizationServer;
let daily: FakeCodeAssist;
let settled: FakeCodeAssist;
let gateway: TestGateway;

beforeAll(async () => {
	server = await startAuthorizationServer({ redirectUris: [deadPage] });
});
beforeEach(async () => {
	[daily, settled, gateway] = await Promise.all([startFakeCodeAssist(), startFakeCodeAssist(), startTestGateway()]);
});
afterEach(() => Promise.all([gateway.close(), daily.close(), settled.close()]));
afterAll(() => server.close());

const hosts = () => ({ baseUrl: daily.origin, otherBaseUrls: [settled.origin] });
const client = () => ({ ...server.oauthClient, redirectUri: deadPage });

async function link(): Promise<string> {
	await gateway.admin("PUT", "/admin/providers/antigravity", { ...hosts(), subscriptionLogins: true });
	await gateway.admin("PUT", "/admin/providers/antigravity/oauth-client", client());
	return signInAt(gateway, "antigravity", "ann");
}

const hello = { model: "antigravity/gemini-3-flash", messages: [{ role: "user", content: "Say hello" }] };
const textOf = async (answer: Response): Promise<string> => {
	const body = await answer.text();
	if (answer.status !== 200) throw new Error(`${answer.status}: ${body}`);
	return JSON.parse(body).choices[0].message.content;
};
const chatsAt = ({ calls }: FakeCodeAssist) => calls.filter(({ method }) => /enerateContent$/.test(method));

describe("antigravity", () => {
	it("is off until an operator has configured a client and allowed plan logins, and says which is missing", async () => {
		const login = () => gateway.call("POST", "/admin/logins", { provider: "antigravity", method: "oauth" });
		const key = await gateway.call("POST", "/admin/accounts", { provider: "antigravity", method: "api_key", apiKey: "sk-some-key" });

		const withoutClient = await login();
		await gateway.admin("PUT", "/admin/providers/antigravity/oauth-client", client());
		const withoutConsent = await login();

		expect(await key.json()).toMatchObject({ error: { message: expect.stringContaining("no API keys") } });
		expect(await withoutClient.json()).toMatchObject({ error: { code: "oauth_client_missing" } });
		expect(await withoutConsent.json()).toMatchObject({ error: { code: "subscription_logins_off" } });
	});

	it("answers whole and streamed, with the account's own project, and lists the account's own models", async () => {
		const id = await link();

		const whole = await textOf(await gateway.chat(hello));
		const streamed = await gateway.chat({ ...hello, stream: true });
		const frames = await streamed.text();
		const listed = await gateway.admin<{ data: { id: string }[] }>("GET", "/v1/models");

		expect(id).toBe("antigravity:ann@example.com");
		expect(whole).toContain("hello");
		expect(streamed.status).toBe(200);
		expect(frames).toContain("[DONE]");
		expect(chatsAt(daily).map(({ method, body }) => [method, body["project"]])).toEqual([
			["generateContent", "project-of-ann"],
			["streamGenerateContent", "project-of-ann"],
		]);
		expect(listed.data.map((model) => model.id)).toEqual(expect.arrayContaining(servedModels.map((model) => `antigravity/${model}`)));
	});

	it("tells what to do when its models could not be listed, and auto works once they could", async () => {
		daily.listLimited = true;
		const id = await link();

		const before = await gateway.chat({ ...hello, model: "auto" });
		daily.listLimited = false;
		await gateway.admin("POST", `/admin/accounts/${encodeURIComponent(id)}/verify`);
		const after = await gateway.chat({ ...hello, model: "auto" });

		expect([before.status, await before.json()]).toMatchObject([
			503,
			{ error: { code: "no_account_available", message: expect.stringContaining("Linked: antigravity. No chat model is known there") } },
		]);
		expect([after.status, after.headers.get("x-smart-router-model")]).toEqual([200, "claude-sonnet-4-5"]);
	});

	it("calls itself what it is", async () => {
		await link();
		await textOf(await gateway.chat(hello));

		const said = JSON.stringify(
			[daily.calls, settled.calls].flat().map(({ headers, body }) => [headers["user-agent"], body["userAgent"], body["metadata"]]),
		);

		expect(said).toContain("smart-router");
		expect(said).not.toMatch(/antigravity|vscode|electron|gemini-cli|claude/i);
	});

	it("takes tools with any JSON Schema, for Gemini and Claude models", async () => {
		await link();
		const parameters = {
			type: "object",
			properties: { city: { type: "string", default: "Oslo" }, unit: { const: "C" } },
			required: ["city"],
			additionalProperties: false,
		};
		const tools = [{ type: "function", function: { name: "weather", parameters } }];
		const asked = { ...hello, tools, tool_choice: "auto", max_tokens: 100 };

		const gemini = await gateway.chat(asked);
		const claude = await gateway.chat({ ...asked, model: "antigravity/claude-sonnet-4-5" });

		expect([gemini.status, claude.status]).toEqual([200, 200]);
		expect(gemini.headers.get("x-smart-router-warning")).toContain("max_tokens");
	});

	it("has an account without a project set up", async () => {
		daily.project = null;
		settled.project = null;

		await link();
		await textOf(await gateway.chat(hello));

		expect(daily.calls.filter(({ method }) => method === "onboardUser")).toHaveLength(1);
		expect(chatsAt(daily)[0]?.body["project"]).toBe("project-made");
	});

	it("asks the next host when one has no capacity, and the account is not punished", async () => {
		const id = await link();
		daily.chatStatus = { status: 503 };

		const answer = await gateway.chat(hello);

		expect(await textOf(answer)).toContain("hello");
		expect([chatsAt(daily).length, chatsAt(settled).length]).toEqual([1, 1]);
		expect(await gateway.admin("GET", `/admin/accounts/${encodeURIComponent(id)}`)).toMatchObject({ status: "verified", cooldowns: [] });
	});

	it("does not ask the next host when the account's quota is used up", async () => {
		const id = await link();
		const details = [
			{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "QUOTA_EXHAUSTED", metadata: { quotaResetDelay: "2h21m10.5s" } },
		];
		daily.chatStatus = { status: 429, body: { error: { code: 429, message: "Quota used up", status: "RESOURCE_EXHAUSTED", details } } };

		const answer = await gateway.chat(hello);

		expect(answer.status).toBe(429);
		expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(8_400);
		expect(chatsAt(settled)).toEqual([]);
		expect(await gateway.admin("GET", `/admin/accounts/${encodeURIComponent(id)}`)).toMatchObject({
			cooldowns: [expect.objectContaining({ scope: "gemini-3-flash" })],
		});
	});

	it("renews a token that is refused, and verify says what it found", async () => {
		const id = await link();
		const [first] = daily.calls;
		daily.refused.add(String(first?.headers.authorization).slice("Bearer ".length));

		const answer = await gateway.chat(hello);
		const verified = await gateway.admin("POST", `/admin/accounts/${encodeURIComponent(id)}/verify`);

		expect(answer.status).toBe(200);
		expect(verified).toMatchObject({ status: "verified" });
	});
});
