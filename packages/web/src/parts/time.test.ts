import { expect, it } from "vitest";
import { agoText, inputTimeOf, instantOf, tookText, waitText } from "./time.ts";

it.each([
	[-5, "0:00"],
	[0, "0:00"],
	[999, "0:00"],
	[7_000, "0:07"],
	[252_999, "4:12"],
	[3_599_000, "59:59"],
	[3_600_000, "1 h 00 min"],
	[2 * 3_600_000 + 5 * 60_000, "2 h 05 min"],
	[(3 * 24 + 4) * 3_600_000, "3 d 4 h"],
])("a wait of %i ms is %s", (ms, text) => {
	expect(waitText(ms)).toBe(text);
});

it.each([
	[0, "just now"],
	[40_000, "40 s ago"],
	[5 * 60_000, "5 min ago"],
	[3 * 3_600_000, "3 h ago"],
	[50 * 3_600_000, "2 d ago"],
])("%i ms are %s", (ms, text) => {
	expect(agoText(ms)).toBe(text);
});

it.each([
	[84, "84 ms"],
	[1_234, "1.2 s"],
	[125_000, "2 min 5 s"],
])("%i ms took %s", (ms, text) => {
	expect(tookText(ms)).toBe(text);
});

it.each(["2026-01-15T12:30:00.000Z", "2026-07-15T23:59:00.000Z"])("%s comes back from its input as it was", (iso) => {
	expect(inputTimeOf(iso)).toMatch(/^2026-\d\d-\d\dT\d\d:\d\d$/);
	expect(instantOf(inputTimeOf(iso))).toBe(iso);
});
