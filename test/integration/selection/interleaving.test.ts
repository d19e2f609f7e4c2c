import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../support/history/check.ts";
import { conversationsAndCaps, everything } from "../../support/history/commands.ts";
import { play, scenesOf } from "../../support/history/play.ts";
import { runs } from "../../support/runs.ts";

test.each([
	["claims, marks and changes by hand", everything],
	["conversations", { ...everything, conversations: true }],
	["capped accounts and conversations", conversationsAndCaps],
])("no interleaving of %s breaks an invariant", { timeout: 600_000 }, async (_what, subject) => {
	const property = fc.asyncProperty(fc.scheduler(), scenesOf(subject), async (scheduler, played) => {
		expect(check(await play(scheduler, played))).toEqual([]);
	});

	await fc.assert(property, { numRuns: runs(300, 20_000) });
});
