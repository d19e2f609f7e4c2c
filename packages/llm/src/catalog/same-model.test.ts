import { expect, test } from "vitest";
import { isSameModel, modelNamed } from "./same-model.ts";

test.each([
	["claude-opus-5-5", "claude-opus-5-5"],
	["claude-opus-5-5-20260901", "claude-opus-5-5"],
	["claude-sonnet-4-6-thinking", "claude-sonnet-4-6"],
	["claude-opus-4-6-thinking-high", "claude-opus-4-6"],
	["gemini-3.1-pro-high", "gemini-3.1-pro-preview"],
	["gemini-3.1-pro", "gemini-3.1-pro-preview"],
	["gpt-6-sol", "gpt-6-sol"],
])("%s is the catalog's %s", (id, known) => {
	expect(modelNamed(id)?.id).toBe(known);
});

test.each(["gemini-3-flash", "gpt-oss-120b-medium", "claude-opus", "claude-opus-5-5-mini", "-high", "", "__proto__"])(
	"%s leaves a doubt",
	(id) => {
		expect(modelNamed(id)).toBeUndefined();
	},
);

test("ids of the same model are told from ids of others, known or not", () => {
	expect(isSameModel("claude-sonnet-4-6-thinking", "claude-sonnet-4-6-20260101")).toBe(true);
	expect(isSameModel("llama-next", "llama-next")).toBe(true);
	expect(isSameModel("llama-next", "llama-next-high")).toBe(false);
	expect(isSameModel("claude-opus-5", "claude-opus-5-5")).toBe(false);
	expect(isSameModel("gemini-3-flash", "gemini-3.5-flash")).toBe(false);
});
