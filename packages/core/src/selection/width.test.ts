import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noon } from "../../../../test/support/accounts.ts";
import { createPace } from "./pace.ts";
import { width } from "./width.ts";

/** Times of `count` accounts, claimed one after the other every `everyMs`; the next claim is due now. */
const claimedEvery = (count: number, everyMs: number): number[] =>
	Array.from({ length: count }, (_, index) => noon - Math.round((index + 1) * everyMs));

describe("width", () => {
	test.each([
		[10, 1_000 / 10, 5, 1],
		[10, 1_000 / 45, 5, 1],
		[10, 1_000 / 100, 5, 2],
		[20, 1_000 / 500, 5, 10],
		[100, 1, 5, 20],
		[10, 1_000 / 100, 500, 200],
	])("%i accounts, a claim every %f ms, %i ms a write: %i", (count, everyMs, writeLatency, expected) => {
		expect(width(claimedEvery(count, everyMs), { now: noon, writeLatency })).toBe(expected);
	});

	test("accounts never claimed, and no account at all", () => {
		const tempo = { now: noon, writeLatency: 5 };

		expect([width([0, 0], tempo), width([], tempo)]).toEqual([1, 1]);
	});

	test("is a whole number of at least 1, and grows with the latency", () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1 }), fc.nat(1_000), fc.nat(1_000), (ages, one, more) => {
				const times = ages.map((age) => noon - age);
				const quick = width(times, { now: noon, writeLatency: one });
				const slow = width(times, { now: noon, writeLatency: one + more });

				expect(quick).toBeGreaterThanOrEqual(1);
				expect(Number.isInteger(quick)).toBe(true);
				expect(slow).toBeGreaterThanOrEqual(quick);
			}),
		);
	});
});

describe("pace", () => {
	const times = claimedEvery(10, 10);
	const alone = { ms: 5, met: "nobody" as const };

	test("widens in a pool where a write was lost, until 16 met nobody", () => {
		const pace = createPace(() => 0.5);
		const before = pace.width("p", times, { now: noon });
		pace.wrote("p", { ms: 5, met: "faster" });
		const after = pace.width("p", times, { now: noon });
		const elsewhere = pace.width("q", times, { now: noon });
		pace.wrote("p", { ms: 5, met: "other" });
		for (let writes = 0; writes < 15; writes++) pace.wrote("p", alone);
		const stillWary = pace.width("p", times, { now: noon });
		pace.wrote("p", alone);

		expect([before, after, elsewhere, stillWary, pace.width("p", times, { now: noon })]).toEqual([1, 2, 1, 2, 1]);
	});

	test("believes a slow store at once, and a quick one after some writes", () => {
		const pace = createPace(() => 0.5);
		pace.wrote("p", { ms: 500, met: "faster" });
		const slow = pace.width("p", times, { now: noon });
		for (let writes = 0; writes < 8; writes++) pace.wrote("p", alone);
		const recovering = pace.width("p", times, { now: noon });
		for (let writes = 0; writes < 100; writes++) pace.wrote("p", { ms: 5, met: writes % 8 > 0 ? "nobody" : "faster" });

		expect(slow).toBeGreaterThan(times.length * 5);
		expect(recovering).toBeLessThan(slow);
		expect(pace.width("p", times, { now: noon })).toBeLessThanOrEqual(3);
	});
});
