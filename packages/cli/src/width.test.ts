import fc from "fast-check";
import { expect, test } from "vitest";
import { table, wrap } from "./table.ts";
import { cut, widthOf } from "./width.ts";

test.each([
	["openai:work", 11],
	["日本語", 6],
	["한국어", 6],
	["e\u0301te\u0301", 3],
	["👍 ok", 5],
	["", 0],
])("%j takes %i columns", (text, columns) => {
	expect(widthOf(text)).toBe(columns);
});

test("a text that is cut ends in an ellipsis and never takes more columns", () => {
	expect(cut("openai:work", 8)).toBe("openai:…");
	expect(cut("日本語", 4)).toBe("日…");
	fc.assert(
		fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
			expect(widthOf(cut(text, columns))).toBeLessThanOrEqual(columns);
		}),
	);
});

test("a table fits into any terminal, as lines of names and values where columns do not", () => {
	const columns = [{ title: "PROFILE ID", shrink: 1 }, { title: "STATE" }, { title: "E-MAIL", shrink: 2 }];
	const cell = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: "grapheme", maxLength: 30 }));
	fc.assert(
		fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 120 }), (rows, width) => {
			for (const line of table(columns, rows, width).split("\n")) expect(widthOf(line)).toBeLessThanOrEqual(width);
		}),
	);
	expect(table(columns, [["openai:work", "cooldown", "a@b.example"]], 20)).toBe(
		"PROFILE ID: openai:…\nSTATE: cooldown\nE-MAIL: a@b.example",
	);
});

test("a wrapped text keeps its words where they fit", () => {
	expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
	expect(wrap("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
});
