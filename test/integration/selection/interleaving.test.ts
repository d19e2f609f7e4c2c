import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../support/history/check.ts";
import { everything } from "../../support/history/commands.ts";
import { play, scenesOf } from "../../support/history/play.ts";
import { runs } from "../../support/runs.ts";

test("no interleaving of claims, marks and changes by hand breaks an invariant", { timeout: 600_000 }, async () => {
	const property = fc.asyncProperty(fc.scheduler(), scenesOf(everything), async (scheduler, played) => {
		expect(check(await play(scheduler, played))).toEqual([]);
	});

	await fc.assert(property, { numRuns: runs(300, 20_000) });
});
