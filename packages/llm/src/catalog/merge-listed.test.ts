import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catalogFile } from "./catalog.schema.ts";
import { catalogText, mergeListed } from "./merge-listed.ts";

const text = readFileSync(new URL("../../catalog/models.json", import.meta.url), "utf8");
const catalog = catalogFile.parse(JSON.parse(text));
const [first] = catalog.models;
if (!first) throw new Error("an empty catalog");
const name = `${first.provider}/${first.id}`;

const listed = (id: string, facts: object = {}) => ({ id, smart_router: { listed_by_provider: true, ...facts } });

describe("the catalog with what providers list", () => {
	it("is written as it is kept, a model a line", () => {
		expect(JSON.parse(catalogText(catalog))).toEqual(JSON.parse(text));
		expect(
			catalogText(catalog)
				.split("\n")
				.filter((line) => line.includes('"provider"')),
		).toHaveLength(catalog.models.length);
	});

	it("follows the provider's numbers and abilities, and says what changed", () => {
		const { catalog: merged, notes } = mergeListed(
			catalog,
			[listed(name, { context_length: 123, capabilities: { pdf: false } })],
			"2027-01-02",
		);

		expect(merged.asOf).toBe("2027-01-02");
		expect(merged.models[0]).toEqual({ ...first, context: 123, pdf: false });
		expect(notes[0]).toBe(`~ ${name}: context ${first.context} -> 123, pdf true -> false`);
		expect(catalogFile.parse(merged)).toEqual(merged);
	});

	it("names new models and those that are listed no more, without adding or removing any", () => {
		const { catalog: merged, notes } = mergeListed(
			catalog,
			[listed(name), listed(`${first.provider}/brand-new`, { context_length: 5 })],
			"2027-01-02",
		);

		expect(merged.models).toEqual(catalog.models);
		expect(notes).toContain(`+ ${first.provider}/brand-new is new: context 5, output unknown; add it by hand with its price`);
		expect(notes.filter((note) => note.startsWith("-"))).toHaveLength(
			catalog.models.filter(({ provider }) => provider === first.provider).length - 1,
		);
	});

	it("stays as it is when no provider lists anything", () => {
		expect(mergeListed(catalog, [{ id: name, smart_router: { context_length: 5 } }], "2027-01-02")).toEqual({ catalog, notes: [] });
	});
});
