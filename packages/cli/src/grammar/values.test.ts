import { expect, test } from "vitest";
import { distance } from "../time.ts";
import { budget, expiry, list } from "./values.ts";

const now = Date.UTC(2030, 0, 1);

test("an expiry is days from now, a date or a time", () => {
	expect(expiry("30d", now)).toBe("2030-01-31T00:00:00.000Z");
	expect(expiry("2030-02-01", now)).toBe("2030-02-01T00:00:00.000Z");
	expect(() => expiry("soon", now)).toThrow("30d");
	expect(() => expiry("0d", now)).toThrow("30d");
});

test("a budget is an amount a day or a month", () => {
	expect(budget("20usd/month")).toEqual({ usd: 20, period: "month" });
	expect(budget("$0.5/day")).toEqual({ usd: 0.5, period: "day" });
	expect(budget("1000000tokens/day")).toEqual({ tokens: 1_000_000, period: "day" });
	for (const text of ["20", "20usd", "usd/month", "5tokens/week"]) expect(() => budget(text)).toThrow("20usd/month");
});

test("a list has no empty entries", () => {
	expect(list("a, b")).toEqual(["a", "b"]);
	for (const text of ["", "a,,b", ","]) expect(() => list(text)).toThrow("commas");
});

test.each([
	[null, "-"],
	[now + 500, "in 1 s"],
	[now + 90_000, "in 2 min"],
	[now - 7_200_000, "2 h ago"],
	[now + 172_800_000, "in 2 d"],
])("%j is %s", (time, words) => {
	expect(distance(time === null ? null : new Date(time).toISOString(), now)).toBe(words);
});
