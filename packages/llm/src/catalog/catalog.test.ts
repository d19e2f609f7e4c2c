import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { builtInProviders } from "../providers/registry.ts";
import { catalogFile } from "./catalog.schema.ts";
import { catalogDate, findModel, modelFacts, modelsOf, nearMatches, providersOf } from "./catalog.ts";

const file = catalogFile.parse(JSON.parse(readFileSync(new URL("../../catalog/models.json", import.meta.url), "utf8")));

describe("catalog/models.json", () => {
	it("names each model once, at a provider that exists", () => {
		const names = file.models.map(({ provider, id }) => `${provider}/${id}`);
		expect(new Set(names).size).toBe(names.length);
		const providers = builtInProviders.map(({ id }) => id);
		for (const { provider } of file.models) expect(providers).toContain(provider);
	});

	it("has models of every built-in provider that does not serve other ones to each account", () => {
		for (const { id } of builtInProviders.filter(({ project }) => project !== "discovered")) expect(modelsOf(id).length).toBeGreaterThan(0);
	});

	it("holds sane numbers", () => {
		for (const { id, context, maxOutput, price } of file.models) {
			expect(maxOutput, id).toBeLessThanOrEqual(context);
			expect(price.output, id).toBeGreaterThan(price.input);
			expect(price.cacheRead ?? 0, id).toBeLessThan(price.input);
		}
	});

	it("says when it was collected", () => {
		expect(catalogDate).toBe(file.asOf);
	});
});

describe("look-ups", () => {
	it("finds a model by its id, and by its id with a date", () => {
		expect(findModel("anthropic", "claude-haiku-4-5")?.group).toBe("haiku");
		expect(findModel("anthropic", "claude-haiku-4-5-20251001")).toBe(findModel("anthropic", "claude-haiku-4-5"));
		expect(findModel("openai", "gpt-5.4-2026-03-05")?.id).toBe("gpt-5.4");
		expect(findModel("openai", "claude-haiku-4-5")).toBeUndefined();
		expect(findModel("openai", "__proto__")).toBeUndefined();
	});

	it("tells where a bare id is served", () => {
		expect(providersOf("gemini-2.5-flash")).toEqual(["gemini"]);
		expect(providersOf("claude-opus-5-20260101")).toEqual(["anthropic"]);
		expect(providersOf("nothing")).toEqual([]);
	});

	it("gives protocols the facts, under the id that was asked for", () => {
		expect(modelFacts("anthropic", "claude-haiku-4-5-20251001")).toEqual({
			id: "claude-haiku-4-5-20251001",
			maxOutputTokens: 64_000,
			sampling: true,
			reasoning: "budget",
			structuredOutput: true,
		});
		expect(modelFacts("custom", "llama")).toEqual({ id: "llama" });
	});
});

describe("nearMatches", () => {
	const known = file.models.map(({ id }) => id);

	it.each([
		["claude-opus-5.5", "claude-opus-5-5"],
		["Claude-Sonet-5", "claude-sonnet-5"],
		["gpt6-sol", "gpt-6-sol"],
		["argon", "gemini-4-argon"],
		["gemini-2.5-flsh", "gemini-2.5-flash"],
	])("%s may mean %s", (slip, meant) => {
		expect(nearMatches(slip, known)[0]).toBe(meant);
	});

	it("names three at most, and none for what is far off", () => {
		expect(nearMatches("gpt", known).length).toBeLessThanOrEqual(3);
		expect(nearMatches("claude-opus", known)).toHaveLength(3);
		expect(nearMatches("llama-70b-instruct", known)).toEqual([]);
		expect(nearMatches("", known)).toEqual([]);
		expect(nearMatches("x".repeat(100_000), known)).toEqual([]);
	});
});
