import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../../../test/support/runs.ts";
import { redact } from "./redact.ts";

/** Assembled, so that no scanner takes this file for a leak. */
const made = (prefix: string, body: string): string => prefix + body;

describe("redact", () => {
	it.each([
		made("sk-", "proj-abcDEF1234567890"),
		made("sk-", "ant-api03-abcdef_GHI-123"),
		made("sk-", "proj-********************1234"),
		made("AIza", "SyA1234567890abcdefghijklmnopqrstuvw"),
		made("ya29.", "a0AfH6SMBx-abc_def"),
		made("gsk_", "abcdef123456"),
		made("eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-DEF_123"),
		made("AKIA", "IOSFODNN7EXAMPLE"),
		made("sr_", "prod_abcdefghijklmnopqrstuvwxyz"),
		"0123456789abcdef0123456789abcdef",
	])("masks %s", (secret) => {
		const text = redact(`Incorrect API key provided: ${secret}. Find yours in the dashboard.`);

		expect(text).not.toContain(secret);
		expect(text).not.toContain(secret.slice(-6));
		expect(text).toContain("dashboard");
	});

	it.each([
		["Authorization: Bearer abc.def.ghi was refused", "abc.def"],
		["GET /v1beta/models?key=short-key-1 failed", "short-key-1"],
		['{"api_key":"hunter2hunter2"}', "hunter2"],
		["limit of jane.doe+x@example.co.uk reached", "jane.doe"],
	])("masks what %s gives away", (text, secret) => {
		expect(redact(text)).not.toContain(secret);
	});

	it.each([
		"Rate limit reached for gpt-6.1-sol in organization on tokens per min (TPM): Limit 30000, Used 29000.",
		"Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_requests, limit: 20",
		"GenerateRequestsPerDayPerProjectPerModel-FreeTier",
		"prompt is too long: 210000 tokens > 200000 maximum",
	])("leaves %s alone", (text) => {
		expect(redact(text)).toBe(text);
	});

	it("makes one line of 300 characters at most, without control characters or half characters", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 1000 }), (text) => {
				const clean = redact(text);
				expect(clean.length).toBeLessThanOrEqual(300);
				expect(clean).not.toMatch(/[\p{Cc}\u202E]/u);
				expect(clean.isWellFormed()).toBe(true);
			}),
			{ numRuns: runs(200, 20_000) },
		);
	});

	it.each([
		"a".repeat(100_000),
		"a@".repeat(50_000),
		"eyJ.".repeat(25_000),
		"key=".repeat(25_000),
		" ".repeat(100_000),
		"sk-".repeat(30_000),
	])("is quick with hostile text %#", (text) => {
		const times = Array.from({ length: 10 }, () => {
			const began = performance.now();
			redact(text);
			return performance.now() - began;
		});
		expect(Math.min(...times)).toBeLessThan(5);
	});
});
