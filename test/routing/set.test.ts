import { tiers } from "@smart-router/llm/catalog/tiers.ts";
import { expect, test } from "vitest";
import { isHeldOut, readSet } from "./set.ts";

const set = readSet();

test("holds at least 450 prompts with ids of their own", () => {
	expect(set.length).toBeGreaterThanOrEqual(450);
	expect(new Set(set.map(({ id }) => id)).size).toBe(set.length);
	expect(new Set(set.map(({ request }) => JSON.stringify(request))).size).toBe(set.length);
});

test("speaks nine languages, each with prompts of every tier", () => {
	const languages = Map.groupBy(set, ({ language }) => language);

	expect([...languages.keys()].toSorted()).toEqual(["de", "en", "es", "fr", "ja", "ko", "pt", "ru", "zh"]);
	for (const prompts of languages.values()) expect(new Set(prompts.map(({ tier }) => tier)).size).toBe(tiers.length);
});

test("holds out about a third, of every tier", () => {
	const heldOut = set.filter(isHeldOut);

	expect(heldOut.length / set.length).toBeGreaterThan(0.28);
	expect(heldOut.length / set.length).toBeLessThan(0.39);
	for (const tier of tiers) expect(heldOut.filter((one) => one.tier === tier).length).toBeGreaterThan(20);
});
