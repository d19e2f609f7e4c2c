import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../../../test/support/runs.ts";
import { open, SealError, seal } from "./seal.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");

/** Test cases 13, 14 and 16 of McGrew and Viega, "The Galois/Counter Mode of Operation": AES-256, 96-bit IV. */
const known = [
	{ key: "00".repeat(32), iv: "00".repeat(12), plain: "", bound: "", sealed: "530f8afbc74536b9a963b4f1c4cb738b" },
	{
		key: "00".repeat(32),
		iv: "00".repeat(12),
		plain: "00".repeat(16),
		bound: "",
		sealed: "cea7403d4d606b6e074ec5d3baf39d18 d0d1c8a799996bf0265b98b5d48ab919",
	},
	{
		key: "feffe9928665731c6d6a8f9467308308".repeat(2),
		iv: "cafebabefacedbaddecaf888",
		plain: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
		bound: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
		sealed:
			"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662 76fc6ece0f4e1768cddf8853bb2d551b",
	},
];

describe("seal", () => {
	it.each(known)("gives the published ciphertext and tag ($plain)", ({ key, iv, plain, bound, sealed }) => {
		const result = seal(hex(plain), hex(key), hex(bound), hex(iv));

		expect(Buffer.from(result, "base64").toString("hex")).toBe(iv + sealed.replaceAll(" ", ""));
		expect(open(result, hex(key), hex(bound)).toString("hex")).toBe(plain);
	});

	it("opens what it sealed, and seals the same text differently each time", () => {
		fc.assert(
			fc.property(fc.uint8Array(), fc.string(), (plain, bound) => {
				const key = randomBytes(32);

				const [one, other] = [seal(plain, key, bound), seal(plain, key, bound)];

				expect(open(one, key, bound)).toEqual(Buffer.from(plain));
				expect(one).not.toBe(other);
			}),
			{ numRuns: runs(50, 1_000) },
		);
	});

	it("refuses another key, another binding, and any altered or missing byte", () => {
		const key = randomBytes(32);
		const sealed = Buffer.from(seal(Buffer.from("text"), key, "here"), "base64");
		const altered = Array.from(sealed, (byte, index) => Buffer.from(sealed.with(index, byte ^ 1)));
		const shortened = Array.from(sealed, (_, length) => sealed.subarray(0, length));

		expect(() => open(sealed.toString("base64"), randomBytes(32), "here")).toThrow(SealError);
		expect(() => open(sealed.toString("base64"), key, "there")).toThrow(SealError);
		for (const wrong of [...altered, ...shortened]) expect(() => open(wrong.toString("base64"), key, "here")).toThrow(SealError);
	});
});
