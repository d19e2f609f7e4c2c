import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { keyOf, startTestGateway, type TestGateway } from "../support/gateway.ts";

const hello = { model: "fake/model-x", messages: [{ role: "user", content: "Say hi" }] };
const waiting = (seconds: string) => ({ "x-smart-router-max-wait": seconds });

let upstream: FakeUpstream;
let gateway: TestGateway;

beforeAll(async () => {
	upstream = await startFakeUpstream();
});
afterAll(() => upstream.close());
beforeEach(async () => {
	gateway = await startTestGateway();
	await gateway.link({ id: "fake", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["model-x"] }, ["a", "b"]);
});
afterEach(async () => {
	await gateway.close();
	upstream.reset();
});

const rest = (label: string, seconds: number) => gateway.admin("PUT", `/admin/accounts/fake:${label}/cooldowns/*`, { seconds });

it("a request waits for the account that is free first, and is answered by it", async () => {
	await rest("a", 60);
	await rest("b", 2);

	const before = Date.now();
	const response = await gateway.chat(hello, waiting("10"));

	expect([response.status, response.headers.get("x-smart-router-profile")]).toEqual([200, "fake:b"]);
	expect(Date.now() - before).toBeGreaterThanOrEqual(1_000);
});

it("a cooldown that is ended by hand ends the waiting", async () => {
	await rest("a", 15);
	await rest("b", 15);

	const asked = gateway.chat(hello, waiting("20"));
	await gateway.admin("DELETE", "/admin/accounts/fake:a/cooldowns");

	expect((await asked).status).toBe(200);
});

it("a request does not wait for what comes too late", async () => {
	upstream.script(keyOf("a"), { status: 429, headers: { "retry-after": "30" } });
	upstream.script(keyOf("b"), { status: 429, headers: { "retry-after": "30" } });

	const before = Date.now();
	const response = await gateway.chat(hello, waiting("5"));

	expect(response.status).toBe(429);
	expect(Number(response.headers.get("retry-after"))).toBeGreaterThanOrEqual(29);
	expect(Date.now() - before).toBeLessThan(5_000);
});

it.each(["21", "-1", "soon", "1e1"])("a wait of %s is refused", async (seconds) => {
	const response = await gateway.chat(hello, waiting(seconds));

	expect(response.status).toBe(400);
	expect(await response.json()).toMatchObject({ error: { param: "X-Smart-Router-Max-Wait" } });
});
