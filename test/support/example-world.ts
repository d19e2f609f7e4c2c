import { type FakeUpstream, startFakeUpstream } from "./fake-upstream/fake-upstream.ts";
import { startTestGateway, type TestGateway } from "./gateway.ts";

/** A gateway as the examples of the OpenAPI document expect it. */
export interface ExampleWorld {
	readonly gateway: TestGateway;
	readonly upstream: FakeUpstream;
	close(): Promise<void>;
}

export async function startExampleWorld(upstream?: FakeUpstream): Promise<ExampleWorld> {
	const fake = upstream ?? (await startFakeUpstream());
	const gateway = await startTestGateway({ wait: async () => {} });
	await gateway.link({ id: "openai", baseUrl: `${fake.origin}/v1` }, ["work", "personal"]);
	await gateway.link({ id: "anthropic", baseUrl: fake.origin }, ["team"]);
	await gateway.link({ id: "gemini", baseUrl: fake.origin }, ["free"]);
	const endpoints = Object.fromEntries(
		["authorizeUrl", "tokenUrl", "revokeUrl", "userinfoUrl"].map((name) => [name, `${fake.origin}/oauth/${name}`]),
	);
	await gateway.admin("PUT", "/admin/providers/my-llm", {
		protocol: "openai-chat",
		baseUrl: `${fake.origin}/v1`,
		models: ["my-model"],
		oauth: endpoints,
	});
	await gateway.admin("PUT", "/admin/providers/my-llm/oauth-client", { clientId: "app_0123456789" });
	return {
		gateway,
		upstream: fake,
		async close() {
			await gateway.close();
			if (!upstream) await fake.close();
		},
	};
}
