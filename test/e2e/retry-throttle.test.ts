import { expect, it } from "vitest";
import { keyOf } from "../support/gateway.ts";
import { gatewayForEach } from "../support/gateway-for-each.ts";
import { tally } from "../support/load.ts";

const hello = { model: "fake/model-x", messages: [{ role: "user", content: "Say hi" }] };
const labels = Array.from({ length: 10 }, (_, index) => `account-${index}`);

const { gateway, upstream, time } = await gatewayForEach({ frozen: true, labels });

/** Statuses of so many requests, one every `everyMs`. */
async function statuses(count: number, everyMs: number): Promise<Record<string, number>> {
	const seen: string[] = [];
	for (let index = 0; index < count; index++) {
		const response = await gateway.chat(hello);
		await response.text();
		seen.push(String(response.status));
		time.now += everyMs;
	}
	return tally(seen);
}

// More than a minute apart no fault cools its account: nothing but the throttle holds the calls back.
it.each([500, 503])("a total outage (%s) costs at most 1.1 upstream calls a request over 1,000 requests", async (status) => {
	for (const label of labels) upstream.script(keyOf(label), { status });

	const seen = await statuses(1_000, 61_000);

	expect(Object.values(seen).reduce((sum, count) => sum + count, 0)).toBe(1_000);
	expect(seen["200"]).toBeUndefined();
	expect(upstream.chats().length).toBeLessThanOrEqual(1_100);
});

it.each([
	[500, 502],
	[503, 503],
])("a closed throttle ends a request with the provider's words: %s", async (status, told) => {
	for (const label of labels) upstream.script(keyOf(label), { status, body: { error: { message: "Out of order." } } });
	await statuses(60, 61_000);
	const before = upstream.chats().length;

	const response = await gateway.chat(hello);

	expect(upstream.chats().length - before).toBe(1);
	expect(response.status).toBe(told);
	expect(await response.json()).toMatchObject({ error: { code: "upstream_error", message: expect.stringContaining("Out of order.") } });
	expect(response.headers.get("retry-after")).toBe(status === 503 ? "1" : null);
});

it.each([2_000, 61_000])("2 of 10 accounts that always fail are hidden from 300 clients, one every %s ms", async (everyMs) => {
	for (const label of labels.slice(0, 2)) upstream.script(keyOf(label), { status: 500 });

	expect(await statuses(300, everyMs)).toEqual({ "200": 300 });
});

it("after an outage retries come back with the answers", async () => {
	for (const label of labels) upstream.script(keyOf(label), { status: 500 });
	await statuses(60, 61_000);
	upstream.reset();
	await statuses(110, 61_000);
	upstream.script(keyOf("account-0"), { status: 500 });
	upstream.script(keyOf("account-1"), { status: 500 });

	expect(await statuses(20, 61_000)).toEqual({ "200": 20 });
});
