import { expect, test } from "vitest";
import { isTooDeep } from "./depth.ts";

const nested = (levels: number, open = "[", close = "]") => JSON.parse(open.repeat(levels) + close.repeat(levels));

test("levels are counted, whatever they are made of", () => {
	expect(isTooDeep(nested(3), 3)).toBe(false);
	expect(isTooDeep(nested(4), 3)).toBe(true);
	expect(isTooDeep({ a: [1, { b: {} }], c: "x" }, 4)).toBe(false);
	expect(isTooDeep({ a: [1, { b: {} }], c: "x" }, 3)).toBe(true);
});

test("plain values, and wide ones, are not deep", () => {
	for (const value of [null, 1, "text", true, [], {}, Array.from({ length: 100_000 }, () => ({ a: [1] }))])
		expect(isTooDeep(value)).toBe(false);
});

test("a hundred thousand levels are no more trouble than a thousand", () => {
	expect(isTooDeep(nested(100_000))).toBe(true);
	expect(isTooDeep(JSON.parse(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`))).toBe(true);
});
