import fc from "fast-check";
import { expect, test } from "vitest";
import { plain, table } from "./table.ts";

const columns = [{ title: "PROVIDER", shrink: 1 }, { title: "PROFILE ID", shrink: 2 }, { title: "STATE" }, { title: "E-MAIL", shrink: 3 }];
const rows = [
	["antigravity", "antigravity:work", "active", "someone.with.a.long.name@example.com"],
	["openai", "openai:personal", "cooldown", "-"],
];

test("columns stand under each other", () => {
	expect(table(columns, rows, 200)).toBe(
		[
			"PROVIDER     PROFILE ID        STATE     E-MAIL",
			"antigravity  antigravity:work  active    someone.with.a.long.name@example.com",
			"openai       openai:personal   cooldown  -",
		].join("\n"),
	);
});

test("a narrow terminal costs the e-mail first, then the profile id, the state never", () => {
	const lines = table(columns, rows, 60).split("\n");
	const narrow = table(columns, rows, 45).split("\n");

	expect(lines[1]).toBe("antigravity  antigravity:work  active    someone.with.a.lon…");
	expect(narrow[1]).toBe("antigravity  antigravity…  active    someone…");
});

test("colour does not count as width", () => {
	const lines = table(columns, rows, 200, (text, column) => (column === 2 ? `<${text}>` : text)).split("\n");

	expect(lines[0]).not.toContain("<");
	expect(lines[1]).toContain("<active>    someone");
});

test("what others wrote cannot move the cursor, colour the terminal or turn the text around", () => {
	expect(plain("a\u001b[31mb\r\nc\u202ed\u0007")).toBe("a?[31mb??c?d?");
	expect(plain(null)).toBe("");
	expect(plain(3)).toBe("3");
});

test("any rows fit any terminal that has room for what may not shrink, one line a row", () => {
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.string(), fc.string(), fc.constantFrom("active", "cooldown"), fc.string())),
			fc.integer({ min: 60, max: 120 }),
			(any, width) => {
				const lines = table(columns, any, width).split("\n");

				expect(lines).toHaveLength(any.length + 1);
				for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width);
			},
		),
		{ numRuns: 100 },
	);
});
