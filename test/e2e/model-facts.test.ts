import { afterEach, beforeEach, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { keyOf, startTestGateway, type TestGateway } from "../support/gateway.ts";

/** Lists of models tell what the catalog knows and what the provider itself lists; a provider that does not answer costs nothing but its own facts. */

let upstream: FakeUpstream;
let gateway: TestGateway;
let now = Date.UTC(2030, 0, 1);

beforeEach(async () => {
	upstream = await startFakeUpstream();
	gateway = await startTestGateway({ clock: () => now });
	await gateway.link({ id: "anthropic", baseUrl: upstream.origin }, ["anthropic"]);
	await gateway.link({ id: "mine", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1` }, ["mine"]);
	upstream.reset();
});
afterEach(async () => {
	await gateway.close();
	await upstream.close();
});

const lists = () => upstream.calls().filter(({ method }) => method === "GET");

interface Listed {
	readonly id: string;
	readonly smart_router?: Record<string, unknown>;
}

async function listed(): Promise<ReadonlyMap<string, Listed["smart_router"]>> {
	const { data } = await gateway.admin<{ data: Listed[] }>("GET", "/v1/models");
	return new Map(data.map(({ id, smart_router }) => [id, smart_router]));
}

const claude = { type: "model", id: "claude-sonnet-5-5", max_input_tokens: 777_000, max_tokens: 55_000 };

function tell(): void {
	upstream.script(keyOf("anthropic"), { on: "models", status: 200, body: { data: [claude, { ...claude, id: "claude-next-1" }] } });
	upstream.script(keyOf("mine"), { on: "models", status: 200, body: { data: [{ id: "llama", context_length: 8192 }, { id: "qwen" }] } });
}

it("the provider's own numbers count, prices are the catalog's, and new models are offered", async () => {
	tell();

	const models = await listed();

	expect(models.get("anthropic/claude-sonnet-5-5")).toMatchObject({
		as_of: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
		listed_by_provider: true,
		context_length: 777_000,
		max_output_tokens: 55_000,
		pricing: { input: expect.any(Number) },
		capabilities: { tools: true, images: true },
	});
	expect(models.get("anthropic/claude-next-1")).toEqual({ listed_by_provider: true, context_length: 777_000, max_output_tokens: 55_000 });
	expect(models.get("mine/llama")).toEqual({ listed_by_provider: true, context_length: 8192 });
	expect(models.has("mine/qwen")).toBe(true);
	expect(models.get("mine/qwen")).toBeUndefined();
});

it("stand in each SDK's own fields", async () => {
	tell();

	const anthropic = await gateway.call("GET", "/v1/models/anthropic/claude-next-1", undefined, { "anthropic-version": "2023-06-01" });
	const google = await gateway.call("GET", "/v1beta/models/mine/llama");

	expect(await anthropic.json()).toMatchObject({ max_input_tokens: 777_000, max_tokens: 55_000, line: null });
	expect(await google.json()).toMatchObject({ name: "models/mine/llama", inputTokenLimit: 8192 });
});

it("are asked for once an hour, and never by a chat", async () => {
	tell();
	await gateway.chat({ model: "mine/llama", messages: [{ role: "user", content: "hi" }] });
	expect(lists()).toHaveLength(0);

	await listed();
	await listed();
	expect(lists()).toHaveLength(2);
	now += 61 * 60_000;
	await listed();

	expect(lists()).toHaveLength(4);
});

it.each([
	["refuses", { on: "models", status: 500 }],
	["says nonsense", { on: "models", status: 200, body: "<html>" }],
	["hangs", { on: "models", hang: true }],
	["hangs up", { on: "models", refuse: true }],
] as const)("a provider that %s costs its own facts, for a minute", async (_, behaviour) => {
	tell();
	upstream.script(keyOf("anthropic"), behaviour);

	const models = await listed();
	tell();

	expect(models.get("anthropic/claude-sonnet-5-5")).toMatchObject({ context_length: 1_000_000 });
	expect(models.get("anthropic/claude-sonnet-5-5")).not.toHaveProperty("listed_by_provider");
	expect(models.get("mine/llama")).toMatchObject({ context_length: 8192 });
	now += 61_000;
	expect((await listed()).get("anthropic/claude-sonnet-5-5")).toMatchObject({ context_length: 777_000 });
});

it("a list of the admin's stays closed, with the provider's facts", async () => {
	await gateway.link({ id: "mine", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["llama"] }, ["second"]);
	tell();

	const models = await listed();

	expect(models.get("mine/llama")).toMatchObject({ context_length: 8192 });
	expect(models.has("mine/qwen")).toBe(false);
});
