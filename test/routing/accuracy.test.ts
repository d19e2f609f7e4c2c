import { describe, expect, it } from "vitest";
import { outcomeOf } from "./outcome.ts";
import { isHeldOut, readSet } from "./set.ts";

/** The figures of 2026-11-22 stand in docs/reference/routing.md; these are what no change may fall below. */
describe("on the held-out third of the evaluation set", () => {
	const outcome = outcomeOf(readSet().filter(isHeldOut));

	it("finds the labelled tier of at least 70 %, and of 95 % the tier or one beside it", () => {
		expect(outcome.exact).toBeGreaterThanOrEqual(0.7);
		expect(outcome.withinOne).toBeGreaterThanOrEqual(0.95);
	});

	it("sends hardly any COMPLEX or REASONING prompt to SIMPLE", () => {
		// Aimed at 2 %, reached 3.5 % (2 of 57).
		expect(outcome.hardAsSimple).toBeLessThanOrEqual(0.036);
	});
});
