import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AuthorizationServer, startAuthorizationServer } from "../support/authorization-server.ts";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { deadPage, signInAt } from "../support/sign-in-at.ts";

let upstream: FakeUpstream;
let server: AuthorizationServer;
let gateway: TestGateway;
let tokens: Server;

beforeAll(async () => {
	tokens = createServer(async (request, response) => {
		const body = await text(request);
		const isJson = request.headers["content-type"] === "application/json";
		const code = isJson ? (JSON.parse(body) as { code: string }).code : new URLSearchParams(body).get("code");
		const account = { uuid: "u", email_address: "ann@example.com" };
		const granted = { access_token: `access-for-${code}`, refresh_token: "refresh", expires_in: 28_800, account };
		response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(granted));
	});
	await new Promise<void>((resolve) => tokens.listen(0, "127.0.0.1", resolve));
	[upstream, server] = await Promise.all([startFakeUpstream(), startAuthorizationServer({ redirectUris: [deadPage] })]);
});
beforeEach(async () => {
	gateway = await startTestGateway();
});
afterEach(async () => {
	upstream.reset();
	await gateway.close();
});
afterAll(async () => {
	tokens.close();
	await Promise.all([upstream.close(), server.close()]);
});

const messages = [{ role: "user", content: "Say hello" }];
const lastChat = () => upstream.chats().at(-1);

/** Signs in at a token endpoint that takes any code, in the vendor's own dialect, by pasting `code#state`. */
async function linkPlan(id: string, baseUrl: string, client: Readonly<Record<string, unknown>> = {}): Promise<string> {
	const tokenUrl = `http://127.0.0.1:${(tokens.address() as AddressInfo).port}/token`;
	await gateway.admin("PUT", `/admin/providers/${id}`, { baseUrl, subscriptionLogins: true });
	await gateway.admin("PUT", `/admin/providers/${id}/oauth-client`, { clientId: "ours", tokenUrl, redirectUri: deadPage, ...client });
	const login = await gateway.admin<{ id: string; authorizeUrl: string }>("POST", "/admin/logins", { provider: id, method: "oauth" });
	const callback = `the-code#${new URL(login.authorizeUrl).searchParams.get("state")}`;
	const linked = await gateway.admin<{ profileId: string }>("POST", `/admin/logins/${login.id}/callback`, { callback });
	return linked.profileId;
}

describe("a ChatGPT plan", () => {
	let id = "";
	beforeEach(async () => {
		id = await linkPlan("openai", `${upstream.origin}/v1`);
	});

	it.each([false, true])("serves a chat (stream: %s) by streamed Responses, without what plans refuse", async (stream) => {
		const answer = await gateway.chat({ model: "openai/gpt-5.4", messages, stream, temperature: 1, max_completion_tokens: 50 });

		const said = await answer.text();
		expect([answer.status, said]).toEqual([200, expect.stringContaining("hello")]);
		expect(lastChat()?.path).toBe("/v1/responses");
		expect(JSON.parse(lastChat()?.body ?? "{}")).toMatchObject({ stream: true, store: false, input: expect.any(Array) });
		expect(lastChat()?.body).not.toMatch(/temperature|max_output_tokens/);
		expect(answer.headers.get("x-smart-router-warning")).toMatch(/temperature/);
	});

	it("serves a client of Responses that wants a whole answer", async () => {
		const answer = await gateway.call("POST", "/v1/responses", { model: "openai/gpt-5.4", input: "Say hello", temperature: 1 });

		expect(await answer.json()).toMatchObject({ object: "response", status: "completed" });
		expect(JSON.parse(lastChat()?.body ?? "{}")).toMatchObject({
			stream: true,
			store: false,
			input: [expect.objectContaining({ role: "user" })],
		});
	});

	it("leaves what it cannot do to a key of the same pool", async () => {
		await gateway.admin("POST", "/admin/accounts", { provider: "openai", method: "api_key", apiKey: "sk-fake-key", label: "key" });

		const answers = [];
		for (let turn = 0; turn < 4; turn++) {
			const answer = await gateway.call("POST", "/v1/embeddings", { model: "openai/text-embedding-3-small", input: "Hi" });
			await answer.text();
			answers.push([answer.status, answer.headers.get("x-smart-router-profile")]);
		}

		expect(answers).toEqual(Array(4).fill([200, "openai:key"]));
	});

	it("has no embeddings and says so, without harm to the account", async () => {
		const answer = await gateway.call("POST", "/v1/embeddings", { model: "openai/text-embedding-3-small", input: "Hi" });

		expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("take chats only")]);
		expect(await gateway.admin("GET", `/admin/accounts/${encodeURIComponent(id)}`)).toMatchObject({
			status: "verified",
			consecutiveErrors: 0,
		});
	});
});

describe("the Gemini API with OAuth", () => {
	it("takes the token as a bearer", async () => {
		await gateway.admin("PUT", "/admin/providers/gemini", { baseUrl: upstream.origin });
		await gateway.admin("PUT", "/admin/providers/gemini/oauth-client", { ...server.oauthClient, redirectUri: deadPage });
		await signInAt(gateway, "gemini", "ann");

		const answer = await gateway.chat({ model: "gemini/gemini-3.8-flash", messages });

		expect(answer.status).toBe(200);
		expect(lastChat()?.headers["authorization"]).toMatch(/^Bearer /);
		expect(lastChat()?.headers).not.toHaveProperty("x-goog-api-key");
	});
});

describe("a Claude plan", () => {
	it("takes the token as a bearer with the beta, beside those that the client asks for", async () => {
		const id = await linkPlan("anthropic", upstream.origin);

		const answer = await gateway.call(
			"POST",
			"/v1/messages",
			{ model: "anthropic/claude-sonnet-5-5", max_tokens: 50, messages },
			{ "anthropic-version": "2023-06-01", "anthropic-beta": "context-1m-2025-08-07" },
		);

		expect(id).toBe("anthropic:ann@example.com");
		expect(answer.status).toBe(200);
		expect(lastChat()?.headers).toMatchObject({
			authorization: "Bearer access-for-the-code",
			"anthropic-beta": "context-1m-2025-08-07,oauth-2025-04-20",
		});
		expect(lastChat()?.headers).not.toHaveProperty("x-api-key");
	});
});
