import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type FakeUpstream, startFakeUpstream } from "./fake-upstream/fake-upstream.ts";
import { startTestGateway, type TestGateway } from "./gateway.ts";

/** A gateway as the examples of the OpenAPI document expect it. */
export interface ExampleWorld {
	readonly gateway: TestGateway;
	close(): Promise<void>;
}

const tokens = { access_token: "at-example", refresh_token: "rt-example", token_type: "Bearer", expires_in: 3600 };
const person = { sub: "1", email: "someone@example.com" };

/** Accounts at a fake provider, and a provider of one's own whose OAuth server gives everybody the same tokens. */
export async function startExampleWorld(upstream?: FakeUpstream): Promise<ExampleWorld> {
	const fake = upstream ?? (await startFakeUpstream());
	const oauth = createServer((request, response) => {
		response.setHeader("content-type", "application/json").end(JSON.stringify(request.method === "POST" ? tokens : person));
	});
	await new Promise<void>((resolve) => oauth.listen(0, "127.0.0.1", resolve));
	const server = `http://127.0.0.1:${(oauth.address() as AddressInfo).port}`;
	const gateway = await startTestGateway({ wait: async () => {} });
	await gateway.link({ id: "openai", baseUrl: `${fake.origin}/v1` }, ["work", "personal"]);
	await gateway.link({ id: "anthropic", baseUrl: fake.origin }, ["team"]);
	await gateway.link({ id: "gemini", baseUrl: fake.origin }, ["free"]);
	const endpoints = { authorizeUrl: `${server}/authorize`, tokenUrl: `${server}/token`, userinfoUrl: `${server}/userinfo` };
	await gateway.admin("PUT", "/admin/providers/my-llm", {
		protocol: "openai-chat",
		baseUrl: `${fake.origin}/v1`,
		models: ["my-model"],
		oauth: endpoints,
	});
	await gateway.admin("PUT", "/admin/providers/my-llm/oauth-client", { clientId: "app_0123456789" });
	return {
		gateway,
		async close() {
			await gateway.close();
			oauth.close();
			oauth.closeAllConnections();
			if (!upstream) await fake.close();
		},
	};
}
