import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../../../test/support/runs.ts";
import { hashKey, isPlausibleKey, keyEnd, keyPrefix, makeKeyText } from "./key-text.ts";

describe("makeKeyText", () => {
	it("makes keys that scanners can know and that are never the same", () => {
		const keys = Array.from({ length: 50 }, () => makeKeyText("prod"));

		expect(new Set(keys).size).toBe(50);
		for (const key of keys) {
			expect(key).toMatch(/^sr_prod_[0-9A-Za-z]{49}$/);
			expect(isPlausibleKey(key)).toBe(true);
		}
	});

	it.each(["Prod", "my_stage", "", "ümlaut", "a".repeat(100)])("makes a plausible key for the stage %j", (stage) => {
		expect(isPlausibleKey(makeKeyText(stage))).toBe(true);
	});
});

describe("isPlausibleKey", () => {
	it("notices every single mistyped character", () => {
		const key = makeKeyText("dev");

		fc.assert(
			fc.property(fc.integer({ min: 7, max: key.length - 1 }), fc.constantFrom(..."0aZ9xQ-_ é"), (at, character) => {
				fc.pre(key[at] !== character);
				const mistyped = key.slice(0, at) + character + key.slice(at + 1);
				expect(isPlausibleKey(mistyped)).toBe(false);
			}),
			{ numRuns: runs(200, 5000) },
		);
	});

	it("takes any long enough text that has not the shape of ours", () => {
		expect(isPlausibleKey("correct horse battery staple")).toBe(true);
		expect(isPlausibleKey("short")).toBe(false);
		expect(isPlausibleKey("x".repeat(600))).toBe(false);
		expect(isPlausibleKey("sr_preset-without-a-checksum")).toBe(true);
		expect(isPlausibleKey("")).toBe(false);
	});
});

it("shows only a prefix and the end of a key", () => {
	const key = makeKeyText("prod");

	expect(keyPrefix(key)).toBe(key.slice(0, 12));
	expect(keyEnd(key)).toBe(key.slice(-4));
	expect(keyPrefix("correct horse battery staple")).toBe("cor");
});

it("hashes as SHA-256 does", () => {
	expect(hashKey("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
