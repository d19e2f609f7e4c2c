import { expect, test } from "vitest";
import { evenness, writesAClaim } from "../../bench/selection/contention.ts";
import { simulate } from "../../bench/selection/simulated.ts";
import { runs } from "../../support/runs.ts";

const claims = runs(1_500, 20_000);

test.each([
	{ accounts: 10, perSecond: 10, processes: 10, atMost: 1.1 },
	{ accounts: 10, perSecond: 100, processes: 100, atMost: 1.4 },
	{ accounts: 20, perSecond: 500, processes: 10, atMost: 1.9 },
	{ accounts: 20, perSecond: 500, processes: runs(100, 500), atMost: 1.9 },
])(
	"$perSecond claims/s over $accounts accounts from $processes processes, 5 ms from the store: at most $atMost writes each",
	{ timeout: 300_000 },
	async ({ atMost, ...load }) => {
		const claimed = await simulate({ manner: "as built", ...load }, claims);

		expect(claimed.failed).toBe(0);
		expect(claimed.labels).toHaveLength(claims);
		expect(writesAClaim(claimed)).toBeLessThanOrEqual(atMost);
		expect(evenness(claimed, load.accounts)).toBeLessThanOrEqual(1.3);
	},
);

test("a store that stands still for a second is not kept busy by claims that lose to each other", { timeout: 300_000 }, async () => {
	const claimed = await simulate({ accounts: 10, perSecond: 100, processes: 100, manner: "as built" }, claims, "stalls for 1 s");

	expect(claimed.failed).toBe(0);
	expect(claimed.labels).toHaveLength(claims);
	expect(writesAClaim(claimed)).toBeLessThanOrEqual(1.9);
	expect(evenness(claimed, 10)).toBeLessThanOrEqual(1.3);
});
