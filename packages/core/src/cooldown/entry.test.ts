import { describe, expect, test } from "vitest";
import { noon, sampleAccount, sampleCooldown } from "../../../../test/support/accounts.ts";
import { displaced, forgotten, isForgotten, standingOf } from "./entry.ts";

const minute = 60_000;

describe("an entry that is over", () => {
	test.each([
		["10 minutes after a short one", minute, 10 * minute],
		["twice its length after a long one", 60 * minute, 120 * minute],
	])("is forgotten %s", (_what, length, kept) => {
		const entry = sampleCooldown({ at: noon - length, until: noon });

		expect([isForgotten(entry, noon + kept), isForgotten(entry, noon + kept + 1)]).toEqual([false, true]);
	});

	test("gives its streak on to the attempt that saw it, and only while it is remembered", () => {
		const entry = sampleCooldown({ id: "x", at: noon - minute, until: noon, streak: 2 });

		expect(standingOf(entry, "x", noon)).toEqual({ act: "step", streak: 3 });
		expect(standingOf(entry, "y", noon)).toEqual({ act: "raise", streak: 2 });
		expect(standingOf(entry, undefined, noon)).toEqual({ act: "raise", streak: 2 });
		expect(standingOf(entry, "x", noon + 11 * minute)).toEqual({ act: "begin", streak: 0 });
		expect(standingOf(undefined, "x", noon)).toEqual({ act: "begin", streak: 0 });
		expect(standingOf({ ...entry, source: "manual" }, "x", noon)).toEqual({ act: "step", streak: 0 });
	});
});

describe("room for one more", () => {
	const full = (changes: Record<string, ReturnType<typeof sampleCooldown>>) => {
		const models = Array.from({ length: 32 - Object.keys(changes).length }, (_, index) => [
			`m${index}`,
			sampleCooldown({ until: noon + 100 * minute + index }),
		]);
		return sampleAccount("a", { cooldowns: { ...changes, ...Object.fromEntries(models) } });
	};

	test("is made by what is forgotten", () => {
		const account = full({ old: sampleCooldown({ at: noon - 60 * minute, until: noon - 59 * minute, id: "old" }) });
		const later = noon + 100 * minute;

		expect(forgotten(account, later)).toEqual(["old"]);
		expect(displaced(account, "new", later)).toEqual(["old"]);
	});

	test("else by the model that ends soonest, never by the whole account", () => {
		const account = full({ "*": sampleCooldown(), "group:g": sampleCooldown(), mine: sampleCooldown({ source: "manual" }) });

		expect(displaced(account, "new", noon)).toEqual(["m0"]);
		expect(displaced(account, "m3", noon)).toEqual([]);
	});

	test("groups go after models, what was set by hand last", () => {
		const soon = { until: noon + minute };
		const groups = Object.fromEntries(
			Array.from({ length: 30 }, (_, index) => [`group:${index}`, sampleCooldown({ until: noon + 50 * minute + index })]),
		);

		expect(displaced(full({ ...groups, mine: sampleCooldown({ ...soon, source: "manual" }) }), "new", noon)).toEqual(["m0"]);
		expect(
			displaced(
				full({ ...groups, x: sampleCooldown({ ...soon, source: "manual" }), y: sampleCooldown({ source: "manual" }) }),
				"new",
				noon,
			),
		).toEqual(["group:0"]);
	});
});
