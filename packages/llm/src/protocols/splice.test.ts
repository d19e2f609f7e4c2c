import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../../../../test/support/runs.ts";
import { spliceModel, withFields, withoutMember } from "./splice.ts";

test.each([
	["the plain case", '{"model":"a","n":1}', '{"model":"b","n":1}'],
	["whitespace", '{\n  "model" :\t"a" ,\r\n "n": 1 }', '{\n  "model" :\t"b" ,\r\n "n": 1 }'],
	["last member", '{"n":1,"model": "a"\n}', '{"n":1,"model": "b"\n}'],
	["every duplicate", '{"model":"a","model":{"x":[1,"}"]},"model":null}', '{"model":"b","model":"b","model":"b"}'],
	["an escaped key", '{"mod\\u0065l":"a"}', '{"mod\\u0065l":"b"}'],
	["nested ones stay", '{"x":{"model":"c"},"y":[{"model":"d"}],"model":"a"}', '{"x":{"model":"c"},"y":[{"model":"d"}],"model":"b"}'],
	["a string that looks like one", '{"x":"\\"model\\":\\"c\\"","model":"a\\\\\\""}', '{"x":"\\"model\\":\\"c\\"","model":"b"}'],
	["a value called model", '{"x":"model","y":["model"],"model":"a"}', '{"x":"model","y":["model"],"model":"b"}'],
	["a number", '{"model":12.5}', '{"model":"b"}'],
	["no model", '{"x":1}', '{"x":1}'],
	["an empty object", "{ }", "{ }"],
	["no object", '[{"model":"a"}]', '[{"model":"a"}]'],
])("%s", (_name, body, expected) => {
	expect(spliceModel(body, "b")).toBe(expected);
});

test.each([
	["no such member", '{ "model":"a"}', '{"o":{"x":1}, "model":"a"}'],
	["an empty object", " { }", ' {"o":{"x":1} }'],
	["other fields stay", '{"model":"a", "o" : {"y": [1]} }', '{"model":"a", "o" : {"y":[1],"x":1} }'],
	["another value", '{"o":{"x":false}}', '{"o":{"x":1}}'],
	["no object", '{"o":null,"a":1}', '{"o":{"x":1},"a":1}'],
	["a nested one is another", '{"a":{"o":{}}}', '{"o":{"x":1},"a":{"o":{}}}'],
])("fields into a member: %s", (_name, body, expected) => {
	expect(withFields(body, "o", { x: 1 })).toBe(expected);
});

test("the new id is written as JSON", () => {
	expect(spliceModel('{"model":"a"}', 'x"\n')).toBe('{"model":"x\\"\\n"}');
});

type Members = readonly (readonly [key: string, valueText: string])[];

/** The members as JSON text, with these four pieces of whitespace around every token. */
function objectText(members: Members, [a = "", b = "", c = "", d = ""]: readonly string[]): string {
	const written = members.map(([key, value]) => `${a}${JSON.stringify(key)}${b}:${c}${value}${d}`);
	return `${b}{${written.join(",") || c}}${a}`;
}

const key = fc.oneof(fc.constantFrom("model", "messages", "mode", ""), fc.string());
const gap = fc.constantFrom("", " ", "\n\t", "\r\n");
const valueText = fc.tuple(fc.jsonValue({ maxDepth: 3 }), gap).map(([value, indent]) => JSON.stringify(value, null, indent));

test("only the model changes, and no other character", () => {
	fc.assert(
		fc.property(
			fc.array(fc.tuple(key, valueText), { maxLength: 8 }),
			fc.array(gap, { minLength: 4, maxLength: 4 }),
			fc.string(),
			(members, gaps, model) => {
				const renamed = members.map(([name, value]) => [name, name === "model" ? JSON.stringify(model) : value] as const);

				const spliced = spliceModel(objectText(members, gaps), model);

				expect(spliced).toBe(objectText(renamed, gaps));
				const before = JSON.parse(objectText(members, gaps));
				expect(JSON.parse(spliced)).toEqual("model" in before ? { ...before, model } : before);
			},
		),
		{ numRuns: runs(500, 20_000) },
	);
});

test.each([
	["the first member", '{"profile": "a",\n "n":1}', '{"n":1}'],
	["a member between", '{"m":0, "profile":{"x":[1,"}"]} , "n":1}', '{"m":0, "n":1}'],
	["the last member", '{"n":1 , "profile":"a"\n}', '{"n":1 \n}'],
	["the only member", '{ "profile":"a" }', "{  }"],
	["all of them", '{"profile":1,"profile":2,"n":1,"pro\\u0066ile":3}', '{"n":1}'],
	["not a nested one", '{"x":{"profile":1}}', '{"x":{"profile":1}}'],
	["nothing where there is none", '{"n": 1}', '{"n": 1}'],
])("without %s", (_name, body, expected) => {
	expect(withoutMember(body, "profile")).toBe(expected);
});

test("without a member every other one is written as it was", () => {
	const name = fc.oneof(fc.constantFrom("profile", "model", ""), fc.string());
	fc.assert(
		fc.property(fc.array(fc.tuple(name, valueText), { maxLength: 8 }), fc.array(gap, { minLength: 4, maxLength: 4 }), (members, gaps) => {
			const left = withoutMember(objectText(members, gaps), "profile");

			const { profile: _gone, ...others } = JSON.parse(objectText(members, gaps));
			expect(JSON.parse(left)).toEqual(others);
			for (const [key, value] of members) if (key !== "profile") expect(left).toContain(value);
		}),
		{ numRuns: runs(300, 20_000) },
	);
});
