import { readFileSync } from "node:fs";
import { answerSeconds, counters } from "@smart-router/core/metrics.ts";
import { expect, it } from "vitest";
import { exposition } from "./exposition.ts";
import { createRegistry } from "./registry.ts";

it("is silent while nothing was counted", () => {
	expect(createRegistry().text()).toBe("");
});

it("sums what was counted by its labels", () => {
	const registry = createRegistry();

	registry.count("provider_calls", { provider: "openai", verdict: "ok" });
	registry.count("provider_calls", { provider: "openai", verdict: "rate_short" });
	registry.count("provider_calls", { provider: "openai", verdict: "ok" });
	registry.count("client_requests", {});

	expect(registry.text()).toBe(`# HELP smart_router_client_requests_total ${counters.client_requests.help}
# TYPE smart_router_client_requests_total counter
smart_router_client_requests_total 1
# HELP smart_router_provider_calls_total ${counters.provider_calls.help}
# TYPE smart_router_provider_calls_total counter
smart_router_provider_calls_total{provider="openai",verdict="ok"} 2
smart_router_provider_calls_total{provider="openai",verdict="rate_short"} 1
`);
});

it("keeps times in buckets, each of which holds the ones before it", () => {
	const registry = createRegistry();

	for (const seconds of [0.004, 0.1, 0.2, 500]) registry.answered("proxy", seconds);

	const lines = registry.text().split("\n");
	const bucket = (bound: string) => lines.find((line) => line.includes(`le="${bound}"`))?.split(" ")[1];
	expect(["0.01", "0.05", "0.1", "0.25", "300", "+Inf"].map(bucket)).toEqual(["1", "1", "2", "3", "3", "4"]);
	expect(lines).toContain('smart_router_answer_duration_seconds_count{function="proxy"} 4');
	expect(Number(lines.find((line) => line.includes("_sum"))?.split(" ")[1])).toBeCloseTo(500.304);
});

it("keeps no more than a thousand series of a counter", () => {
	const registry = createRegistry();

	for (let index = 0; index < 1_500; index++) registry.count("faults", { what: `fault ${index}` });
	registry.count("faults", { what: "fault 0" });

	expect(registry.text().match(/^smart_router_faults_total\{/gm)).toHaveLength(1_000);
	expect(registry.text()).toContain('{what="fault 0"} 2');
});

it("escapes what would end a label or a line", () => {
	const text = exposition([{ name: "a", help: "b\\c\nd", type: "gauge", samples: [{ labels: { e: 'f"\\\ng' }, value: 1.5 }] }]);

	expect(text).toBe('# HELP a b\\\\c\\nd\n# TYPE a gauge\na{e="f\\"\\\\\\ng"} 1.5\n');
});

it("every counter is in the reference, with its labels and its name in CloudWatch", () => {
	const page = readFileSync("docs/reference/metrics.md", "utf8");

	for (const [name, counter] of Object.entries(counters)) {
		const line = page.split("\n").find((one) => one.startsWith(`| \`smart_router_${name}_total\` `));
		const [, , labels = "", , cloudWatch = ""] = (line ?? "").split("|").map((cell) => cell.trim());
		expect([name, labels, cloudWatch]).toEqual([
			name,
			counter.labels.join(", "),
			"cloudWatch" in counter ? `\`${counter.cloudWatch}\`` : "",
		]);
	}
	expect(page).toContain(answerSeconds.name);
});
