import { expect, it } from "vitest";
import { keyOf } from "../support/gateway.ts";
import { gatewayForEach } from "../support/gateway-for-each.ts";

const hello = { model: "fake/model-x", messages: [{ role: "user", content: "Say hi" }] };
const waiting = (seconds: string) => ({ "x-smart-router-max-wait": seconds });

const { gateway, upstream } = await gatewayForEach({ labels: ["a", "b"] });

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
