import { describe, expect, test } from "vitest";
import { noon, sampleAccount, samplePool } from "../../../../test/support/accounts.ts";
import type { Account, Pool } from "../account/account.ts";
import { nextOf } from "./candidates.ts";
import { rank } from "./rank.ts";

const order = (accounts: readonly Account[], pool: Partial<Pool> = {}) =>
	rank(accounts, { pool: samplePool(pool), now: noon }).map(({ label }) => label);

describe("rank", () => {
	test("round-robin: least recently used first, never used before all, ties by profile id", () => {
		const accounts = [sampleAccount("d", { claimedAt: 20 }), sampleAccount("c", { claimedAt: 10 }), sampleAccount("b"), sampleAccount("a")];

		expect(order(accounts)).toEqual(["a", "b", "c", "d"]);
	});

	test("of those that were claimed at once the one with fewer claims goes first", () => {
		expect(order([sampleAccount("a", { claimedAt: 5, claims: 2 }), sampleAccount("b", { claimedAt: 5, claims: 1 })])).toEqual(["b", "a"]);
	});

	test("round-robin deals out conversations by themselves", () => {
		const accounts = [
			sampleAccount("a", { claimedAt: 1, beganAt: 9 }),
			sampleAccount("b", { claimedAt: 2, beganAt: 8 }),
			sampleAccount("c", { claimedAt: 3 }),
		];

		expect(rank(accounts, { pool: samplePool(), now: noon, begins: true }).map(({ label }) => label)).toEqual(["c", "b", "a"]);
		expect(order(accounts)).toEqual(["a", "b", "c"]);
	});

	test("least-used: fewest claims of the last 12 to 24 hours first, then least recently used", () => {
		const halfDay = 12 * 3_600_000;
		const half = Math.floor(noon / halfDay) * halfDay;
		const used = (uses: number) => ({
			claims: 1_000 + uses,
			useMarks: [
				{ at: half - halfDay, claims: 1_000 },
				{ at: half, claims: 1_000 },
			],
		});
		const accounts = [
			sampleAccount("busy", { ...used(9), claimedAt: 1 }),
			sampleAccount("late", { ...used(2), claimedAt: 3 }),
			sampleAccount("early", { ...used(2), claimedAt: 2 }),
		];

		expect(order(accounts, { strategy: "least-used" })).toEqual(["early", "late", "busy"]);
	});

	test("failover-only: the primary, then by priority, then by profile id", () => {
		const accounts = [sampleAccount("d", { priority: 1 }), sampleAccount("c"), sampleAccount("b"), sampleAccount("a", { priority: 2 })];

		expect(order(accounts, { strategy: "failover-only" })).toEqual(["b", "c", "d", "a"]);
		expect(order(accounts, { strategy: "failover-only", primary: "openai:d" })).toEqual(["d", "b", "c", "a"]);
	});

	test("drain-soonest: the earliest reset of a long window that runs, those that are not known last", () => {
		const resets = (minutes: number, inMs: number) => ({
			quota: { window: { usedPercent: 10, resetsAt: noon + inMs, minutes, at: noon } },
		});
		const accounts = [
			sampleAccount("unknown"),
			sampleAccount("by the minute", { ...resets(1, 5), claimedAt: 1 }),
			sampleAccount("over", { ...resets(300, -1), claimedAt: 2 }),
			sampleAccount("late", resets(300, 9_000)),
			sampleAccount("soon", { ...resets(10_080, 3_000), claimedAt: 3 }),
		];

		expect(order(accounts, { strategy: "drain-soonest" })).toEqual(["soon", "late", "unknown", "by the minute", "over"]);
	});

	test("an account rotated to goes first under every strategy, an older rotation's does not", () => {
		const accounts = [
			sampleAccount("a"),
			sampleAccount("b", { claimedAt: 9, priority: 9, claims: 9, first: true }),
			sampleAccount("c", { claimedAt: 8, priority: 8, claims: 8, first: true }),
		];

		for (const strategy of ["round-robin", "least-used", "failover-only"] as const) {
			expect(order(accounts, { strategy, primary: "openai:b" })[0]).toBe("b");
		}
		expect(order(accounts, { primary: "openai:a" })).toEqual(["a", "c", "b"]);
	});

	test("next is the first that is eligible, null when none is", () => {
		const pool = samplePool();
		const disabled = sampleAccount("a", { enabled: false });

		expect(nextOf([disabled, sampleAccount("b")], { pool, now: noon })).toBe("openai:b");
		expect(nextOf([disabled], { pool, now: noon })).toBeNull();
	});
});
