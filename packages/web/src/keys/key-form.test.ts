import type { ApiKeyView } from "@smart-router/core/api-key/api-key.schema.ts";
import { describe, expect, it } from "vitest";
import { createInputOf, formOf, newKey, updateInputOf } from "./key-form.ts";

const key: ApiKeyView = {
	keyId: "key_1",
	name: "ci",
	scopes: ["proxy", "accounts:read"],
	prefix: "sr_local_ab",
	last4: "wxyz",
	providers: ["openai"],
	models: null,
	profiles: null,
	requestsPerMinute: 60,
	budget: { usd: 12.5, period: "day" },
	createdBy: null,
	createdAt: null,
	// An input shows no seconds.
	expiresAt: "2030-01-01T12:00:30.000Z",
	revokedAt: null,
	revision: "rev_1",
};

describe("a new key", () => {
	it("is asked for without the limits that were left empty, so that it gets its creator's", () => {
		const input = createInputOf({ ...newKey, texts: { ...newKey.texts, name: " ci " } });

		expect(input).toEqual({ name: "ci", scopes: ["proxy"] });
	});

	it("takes a budget in tokens, in USD, or in both", () => {
		const budgetOf = (usd: string, tokens: string) => createInputOf({ ...newKey, texts: { ...newKey.texts, usd, tokens } }).budget;

		expect(budgetOf("0.5", "")).toEqual({ usd: 0.5, period: "month" });
		expect(budgetOf("", "1000")).toEqual({ tokens: 1000, period: "month" });
		expect(budgetOf("2", "1000")).toEqual({ usd: 2, tokens: 1000, period: "month" });
	});
});

describe("a key that is edited", () => {
	const before = formOf(key);

	it("is not changed by what was not touched", () => {
		expect(updateInputOf(formOf(key), before)).toEqual({});
		expect(updateInputOf({ ...before, choices: { ...before.choices, scopes: ["accounts:read", "proxy"] } }, before)).toEqual({});
	});

	it("loses the limits whose fields were emptied, and nothing else", () => {
		const texts = { ...before.texts, requestsPerMinute: "", expiresAt: "", usd: "", providers: "" };

		expect(updateInputOf({ ...before, texts }, before)).toEqual({
			requestsPerMinute: null,
			expiresAt: null,
			budget: null,
			providers: null,
		});
	});

	it("gets another period with the amount that stands there", () => {
		expect(updateInputOf({ ...before, choices: { ...before.choices, period: "month" } }, before)).toEqual({
			budget: { usd: 12.5, period: "month" },
		});
	});
});
