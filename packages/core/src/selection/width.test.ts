import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noon, sampleAccount } from "../../../../test/support/accounts.ts";
import { createPace } from "./pace.ts";
import { width } from "./width.ts";

/** `count` accounts, claimed one after the other every `everyMs`; the next claim is due now. */
const claimedEvery = (count: number, everyMs: number) =>
	Array.from({ length: count }, (_, index) => sampleAccount(`a${index}`, { claimedAt: noon - Math.round((index + 1) * everyMs) }));

const tempo = { now: noon, writeLatency: 5 };

describe("width", () => {
	test.each([
		[10, 1_000 / 10, 1],
		[10, 1_000 / 45, 1],
		[10, 1_000 / 100, 2],
		[20, 1_000 / 500, 10],
		[100, 1, 20],
	])("%i accounts, a claim every %f ms: %i", (count, everyMs, expected) => {
		expect(width(claimedEvery(count, everyMs), tempo)).toBe(expected);
	});

	test("accounts never claimed, and no account at all", () => {
		expect(width([sampleAccount("a"), sampleAccount("b")], tempo)).toBe(1);
		expect(width([], tempo)).toBe(1);
	});

	test("lies between 1 and the number of accounts", () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1 }), fc.nat(1_000), (ages, writeLatency) => {
				const accounts = ages.map((age, index) => sampleAccount(`a${index}`, { claimedAt: noon - age }));
				const k = width(accounts, { now: noon, writeLatency });

				expect(k).toBeGreaterThanOrEqual(1);
				expect(k).toBeLessThanOrEqual(accounts.length);
				expect(Number.isInteger(k)).toBe(true);
			}),
		);
	});
});

describe("pace", () => {
	const crowded = claimedEvery(10, 1);

	test("widens in a pool where a claim was lost, until 16 in a row were not", () => {
		const pace = createPace();
		const before = pace.width("p", crowded, noon);
		pace.lost("p");
		const after = pace.width("p", crowded, noon);
		const elsewhere = pace.width("q", crowded, noon);
		for (let claims = 0; claims < 16; claims++) pace.won("p");

		expect([before, after, elsewhere, pace.width("p", crowded, noon)]).toEqual([1, 10, 1, 1]);
	});

	test("follows its own write latency", () => {
		const pace = createPace();
		pace.lost("p");
		for (let writes = 0; writes < 200; writes++) pace.took(0);

		expect(pace.width("p", crowded, noon)).toBe(1);
	});
});
