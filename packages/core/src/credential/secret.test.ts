import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { reveal, secret } from "./secret.ts";

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
