import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { reveal, secret, withoutSecret } from "./secret.ts";

const text = "sk-canary-1234567890";

describe("a secret", () => {
	const wrapped = secret(text);

	it.each<[string, () => string]>([
		["String()", () => String(wrapped)],
		["a template", () => `${wrapped}`],
		["concatenation", () => ["a", wrapped].join("")],
		["JSON", () => JSON.stringify({ key: wrapped, list: [wrapped] })],
		["util.inspect", () => inspect({ deep: { key: wrapped } }, { depth: 9, showHidden: true })],
		["console's format", () => format("%s %o %j", wrapped, wrapped, { wrapped })],
		["an error's message", () => new Error(`failed with ${wrapped}`).message],
	])("prints as [secret] in %s", (_name, print) => {
		const printed = print();

		expect(printed).toContain("[secret]");
		expect(printed).not.toContain("canary");
	});

	it("is nowhere to be found on the wrapper", () => {
		const names = Reflect.ownKeys(wrapped);

		expect(names).toEqual([]);
		expect(inspect(wrapped, { customInspect: false, showHidden: true })).not.toContain("canary");
		expect(JSON.stringify({ ...wrapped })).not.toContain("canary");
	});

	it("is told by reveal only, and only of secrets made here", () => {
		expect(reveal(wrapped)).toBe(text);
		expect(() => reveal(structuredClone({ ...wrapped }))).toThrow(TypeError);
	});
});

it.each([
	["key-0123 was refused (key-0123)", "[secret] was refused ([secret])"],
	["nothing of it", "nothing of it"],
])("what quotes it is masked: %j", (text, masked) => {
	expect(withoutSecret(text, secret("key-0123"))).toBe(masked);
});

it("a text too short for a secret is left where it occurs", () => {
	expect(withoutSecret("retry in 1 s", secret("1"))).toBe("retry in 1 s");
});
