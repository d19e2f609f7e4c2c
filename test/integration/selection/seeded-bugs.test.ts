import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bugs, type SeededBug } from "../../support/history/bugs.ts";
import { check } from "../../support/history/check.ts";
import { everything } from "../../support/history/commands.ts";
import { crowded, type Fate, fates, faulty } from "../../support/history/faults.ts";
import type { Violation } from "../../support/history/history.ts";
import type { Between } from "../../support/history/instance.ts";
import { play, type Scene, scenesOf } from "../../support/history/play.ts";
import { runs } from "../../support/runs.ts";

const badLuck: readonly Fate[] = ["repeated", "lost", "throttled"];
const seed = 20_261_122;

function circumstances(when: SeededBug["when"], chance: number): { readonly between?: Between } {
	if (when === "crowded") return { between: crowded };
	return when === "replies are lost" ? { between: faulty(fates(chance, 5, badLuck)) } : {};
}

interface Found {
	readonly played: number;
	readonly wrong: readonly Violation[];
}

/** Plays up to so many histories until one breaks such a rule. */
async function firstWrong(histories: number, { caughtAs, when, repeats, subject = everything, ...bug }: SeededBug): Promise<Found> {
	let found: Found = { played: 0, wrong: [] };
	const isRight = async (scheduler: fc.Scheduler, acted: readonly Scene[], chance: number): Promise<boolean> => {
		const staging = { ...circumstances(when, chance), bug, names: subject.names, ...(repeats && { repeats }) };
		const violations = check(await play(scheduler, acted, staging));
		found = { played: found.played + 1, wrong: violations.filter(({ rule }) => caughtAs.test(rule)) };
		return found.wrong.length === 0;
	};
	const property = fc.asyncProperty(fc.scheduler(), scenesOf(subject), fc.nat(), isRight);
	await fc.check(property, { numRuns: histories, seed, endOnFailure: true });
	return found;
}

describe("without a bug nothing is wrong", () => {
	test.each(["crowded", "replies are lost"] as const)("%s", { timeout: 600_000 }, async (when) => {
		const { wrong } = await firstWrong(runs(300, 10_000), { when, caughtAs: /./ });

		expect(wrong).toEqual([]);
	});
});

describe("the checker finds", () => {
	test.each(Object.entries(bugs))("%s", { timeout: 600_000 }, async (name, bug) => {
		const { played, wrong } = await firstWrong(5_000, bug);

		expect(wrong).not.toEqual([]);
		console.log(`${name}: found in history ${played}, "${wrong[0]?.rule}"`);
	});
});
