import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../../../test/support/runs.ts";
import { nextMonth, nextPacificMidnight, parseDuration, parseTime } from "./duration.ts";

const now = Date.parse("2026-11-22T02:00:00Z");

describe("parseDuration", () => {
	it.each([
		["1s", 1000],
		["6m0s", 360_000],
		["120ms", 120],
		["1h2m3s", 3_723_000],
		["2h21m10.5s", 8_470_500],
		["34.074824224s", 34_074.824224],
		["479.417207ms", 479.417207],
		["1d", 86_400_000],
		["1d2h3m4s5ms", 93_784_005],
		["1s500ms", 1500],
		["0s", 0],
	])("%s is %d ms", (text, ms) => {
		expect(parseDuration(text)).toBeCloseTo(ms, 6);
	});

	it.each(["", "s", "1", "1x", "-1s", "1s1h", "1 s", "1.5h", "NaNs", "1e3s"])("%j is none", (text) => {
		expect(parseDuration(text)).toBeUndefined();
	});

	it("reads back what Go would print", () => {
		fc.assert(
			fc.property(fc.nat(99), fc.nat(59), fc.nat(59), (h, m, s) => {
				expect(parseDuration(`${h}h${m}m${s}s`)).toBe(((h * 60 + m) * 60 + s) * 1000);
			}),
			{ numRuns: runs(100, 5000) },
		);
	});
});

describe("parseTime", () => {
	const in30s = now + 30_000;
	it.each([
		["30", in30s],
		["30.0", in30s],
		["0.5", now + 500],
		["30s", in30s],
		[" 30 ", in30s],
		[String(in30s / 1000), in30s],
		[String(in30s), in30s],
		["2026-11-22T02:00:30Z", in30s],
		["2026-11-22T02:00:30.250Z", in30s + 250],
		["2026-11-22T02:00:30", in30s],
		["2026-11-21T18:00:30-08:00", in30s],
		["Sun, 22 Nov 2026 02:00:30 GMT", in30s],
		["Sunday, 22-Nov-26 02:00:30 GMT", in30s],
		["Sun Nov 22 02:00:30 2026", in30s],
	])("%s", (text, at) => {
		expect(parseTime(text, now)).toBe(at);
	});

	it.each([
		"",
		"0",
		"0s",
		"-1",
		"-5s",
		"soon",
		"1990-01-01T00:00:00Z",
		"Sun, 06 Nov 1994 08:49:37 GMT",
		"1000000001",
		"99999999",
		"9999999999999999",
		"2099-01-01T00:00:00Z",
		"2026-13-45T99:99:99Z",
		"30, 60",
		"Infinity",
		"NaN",
		"1e9",
	])("%j says nothing", (text) => {
		expect(parseTime(text, now)).toBeUndefined();
	});
});

describe("nextPacificMidnight", () => {
	it.each([
		["winter", "2026-11-22T02:00:00Z", "2026-11-22T08:00:00Z"],
		["winter, just before", "2026-11-22T07:59:59.999Z", "2026-11-22T08:00:00Z"],
		["winter, exactly then", "2026-11-22T08:00:00Z", "2026-11-23T08:00:00Z"],
		["summer", "2026-07-01T12:00:00Z", "2026-07-02T07:00:00Z"],
		["the day clocks go forward", "2026-03-08T09:00:00Z", "2026-03-09T07:00:00Z"],
		["that day, after the change", "2026-03-08T20:00:00Z", "2026-03-09T07:00:00Z"],
		["the evening before", "2026-03-08T07:30:00Z", "2026-03-08T08:00:00Z"],
		["the day clocks go back", "2026-11-01T07:30:00Z", "2026-11-02T08:00:00Z"],
		["that day, after the change", "2026-11-01T18:00:00Z", "2026-11-02T08:00:00Z"],
		["the end of the year", "2026-12-31T20:00:00.123Z", "2027-01-01T08:00:00Z"],
	])("%s", (_when, from, until) => {
		expect(new Date(nextPacificMidnight(Date.parse(from))).toISOString()).toBe(new Date(until).toISOString());
	});
});

it.each([
	["2026-11-22T02:00:00Z", "2026-12-01T00:00:00Z"],
	["2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"],
	["2027-01-31T10:00:00Z", "2027-02-01T00:00:00Z"],
])("the month after %s begins %s", (from, until) => {
	expect(nextMonth(Date.parse(from))).toBe(Date.parse(until));
});
