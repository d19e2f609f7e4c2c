import { expect, it } from "vitest";
import { keyOf } from "../support/gateway.ts";
import { gatewayForEach } from "../support/gateway-for-each.ts";
import { inParallel, tally } from "../support/load.ts";

const hello = { model: "fake/model-x", messages: [{ role: "user", content: "Say hi" }] };

const { gateway, upstream } = await gatewayForEach({ labels: ["a", "b"] });

const cap = (label: string, maxConcurrency: number | null) => gateway.admin("PATCH", `/admin/accounts/fake:${label}`, { maxConcurrency });
const posts = (label: string) => upstream.calls().filter(({ apiKey, method }) => apiKey === keyOf(label) && method === "POST");

it("an account has never more attempts under way than its cap; all at their caps is a 429 for a second", async () => {
	await cap("a", 2);
	await cap("b", 1);
	const gates = ["a", "b"].map((label) => upstream.gate(keyOf(label)));

	const held = Array.from({ length: 3 }, () => gateway.chat(hello));
	await upstream.until((calls) => calls.filter(({ method }) => method === "POST").length === 3);
	const refused = await Promise.all(Array.from({ length: 7 }, () => gateway.chat(hello)));
	for (const gate of gates) gate.open();
	const answers = await Promise.all(held);
	await Promise.all(answers.map((answer) => answer.text()));

	expect(refused.map(({ status, headers }) => [status, headers.get("retry-after")])).toEqual(Array(7).fill([429, "1"]));
	expect(await refused[0]?.json()).toMatchObject({ error: { code: "rate_limited" } });
	expect(tally(answers.map(({ status }) => String(status)))).toEqual({ "200": 3 });
	expect([posts("a").length, posts("b").length]).toEqual([2, 1]);
	expect((await gateway.chat(hello)).status).toBe(200);
});

it("requests that may wait are served one after the other", async () => {
	await cap("a", 1);
	await cap("b", 1);

	const statuses = await inParallel(6, 6, async () => {
		const response = await gateway.chat(hello, { "x-smart-router-max-wait": "20" });
		await response.text();
		return String(response.status);
	});

	expect(tally(statuses)).toEqual({ "200": 6 });
});

it("a cap is set at linking, changed and taken away", async () => {
	const linked = await gateway.admin("POST", "/admin/accounts", {
		...{ provider: "fake", method: "api_key", apiKey: keyOf("c"), label: "c", maxConcurrency: 5 },
	});

	expect(linked).toMatchObject({ maxConcurrency: 5 });
	expect(await cap("c", 1)).toMatchObject({ maxConcurrency: 1 });
	expect(await cap("c", null)).toMatchObject({ maxConcurrency: null });
	expect((await gateway.call("PATCH", "/admin/accounts/fake:c", { maxConcurrency: 0 })).status).toBe(400);
});
