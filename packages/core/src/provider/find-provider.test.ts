import { builtInProviders } from "@smart-router/llm/providers/registry.ts";
import { describe, expect, it } from "vitest";
import { findProvider } from "./providers.ts";

describe("a provider", () => {
	it.each([
		["anthropic", "anthropic"],
		["claude", "anthropic"],
		["Codex", "openai"],
		["google", "gemini"],
		["GEMINI", "gemini"],
	])("is found by %s: %s", (name, id) => {
		expect(findProvider(builtInProviders, name).id).toBe(id);
	});

	it.each(["other", ""])("is not found by %j, and the hint names those that are there", (name) => {
		expect(() => findProvider(builtInProviders, name)).toThrow(
			expect.objectContaining({ code: "not_found", hint: expect.stringContaining("anthropic, openai, gemini") }),
		);
	});
});
