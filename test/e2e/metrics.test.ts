import { describe, expect, it } from "vitest";
import { keyOf } from "../support/gateway.ts";
import { gatewayForEach } from "../support/gateway-for-each.ts";

const hello = { model: "fake/m", messages: [{ role: "user", content: "Say hi" }] };

const { gateway, upstream } = await gatewayForEach({ labels: ["a", "b"], models: ["m"] });

/** Values by name with labels, once the text holds what is wanted: an answer's last byte comes before it is counted. */
async function scrapeUntil(wanted: string): Promise<ReadonlyMap<string, number>> {
	for (let looks = 0; ; looks++) {
		const text = await (await gateway.call("GET", "/admin/metrics")).text();
		if (text.includes(wanted) || looks > 200) {
			const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
			return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]));
		}
	}
}

const chat = async (): Promise<number> => {
	const response = await gateway.chat(hello);
	await response.text();
	return response.status;
};

describe("metrics of a local server", () => {
	it("count requests, the calls they led to, and use of the day", async () => {
		upstream.script(keyOf("a"), { status: 429, headers: { "retry-after": "60" } });

		expect([await chat(), await chat()]).toEqual([200, 200]);

		const found = await scrapeUntil("smart_router_client_requests_total 2");
		expect(found.get("smart_router_client_requests_total")).toBe(2);
		expect(found.get('smart_router_provider_calls_total{provider="fake",verdict="ok"}')).toBe(2);
		expect(found.get('smart_router_provider_calls_total{provider="fake",verdict="rate_short"}')).toBe(1);
		expect(found.get('smart_router_answers_total{function="proxy",status="200"}')).toBe(2);
		expect(found.get('smart_router_answer_duration_seconds_count{function="proxy"}')).toBe(2);
		expect(found.get('smart_router_accounts{provider="fake",status="verified"}')).toBe(2);
		expect(found.get('smart_router_today_requests{provider="fake",model="m"}')).toBe(2);
		expect(found.get("smart_router_client_failures_total")).toBeUndefined();
	});

	it("count a pool that has nobody left, and a provider that fails", async () => {
		for (const label of ["a", "b"]) upstream.script(keyOf(label), { status: 429, headers: { "retry-after": "60" } });
		const limited = await chat();
		await gateway.call("DELETE", "/admin/cooldowns");
		for (const label of ["a", "b"]) upstream.script(keyOf(label), { status: 500 });
		const broken = await chat();

		const found = await scrapeUntil("smart_router_client_requests_total 2");

		expect([limited, broken]).toEqual([429, 502]);
		expect(found.get('smart_router_exhausted_requests_total{provider="fake"}')).toBe(1);
		expect(found.get('smart_router_client_failures_total{reason="502"}')).toBe(1);
	});
});
