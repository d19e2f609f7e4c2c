import { expect, test } from "vitest";
import { rulesOfText, textOfRules } from "./rules-text.ts";

const rules = {
	aliases: { fast: "openai/gpt-6-luna", "my best": "anthropic/claude-opus-5-5" },
	fallbacks: { "openai/gpt-6-sol": ["gemini/gemini-4-argon", "anthropic/claude-opus-5-5"] },
	defaultFallback: "same-model" as const,
	auto: ["openai/gpt-6-luna"],
	tiers: { SIMPLE: ["fast"], MEDIUM: [], COMPLEX: ["openai/gpt-6-sol", "gemini/gemini-4-argon"], REASONING: [] },
	profiles: { cheap: { shift: -2 } },
};

test("what is shown and saved unchanged is the same, what has no field included", () => {
	expect(rulesOfText(textOfRules(rules), rules)).toEqual(rules);
});

test("blank lines and blanks do not count; a line without a target is left for the gateway to refuse", () => {
	const text = { ...textOfRules(rules), aliases: "\n  a  =  openai/x \n\nb", fallbacks: "m = a, ,b" };

	expect(rulesOfText(text, rules)).toMatchObject({ aliases: { a: "openai/x", b: "" }, fallbacks: { m: ["a", "b"] } });
});
