import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noon, sampleAccount, sampleCooldown, samplePool } from "../../../../test/support/accounts.ts";
import { runs } from "../../../../test/support/runs.ts";
import type { Account } from "../account/account.ts";
import { holds } from "../store/holds.ts";
import { eligibility, eligibleCondition, type Need } from "./eligible.ts";

const minute = 60_000;
const need: Need = { model: "gpt-4.1", group: "gpt", pool: samplePool(), now: noon };
const codes = (account: Account, wanted: Need = need) => eligibility(account, wanted).reasons.map(({ code }) => code);

describe("eligibility", () => {
	test("a healthy account may be claimed", () => {
		expect(eligibility(sampleAccount("a"), need)).toEqual({ eligible: true, reasons: [] });
	});

	test.each<[string, Partial<Account>]>([
		["disabled", { enabled: false }],
		["refused", { refused: { credentialVersion: 1, at: noon, text: "" } }],
		["expired", { method: "oauth", refused: { credentialVersion: 1, at: noon, text: "" } }],
		["expired", { method: "oauth", credentialExpiresAt: noon }],
		["model_not_allowed", { models: ["gpt-4.1-mini"] }],
		["cooldown", { cooldowns: { "*": sampleCooldown() } }],
		["cooldown", { cooldowns: { "gpt-4.1": sampleCooldown() } }],
		["cooldown", { cooldowns: { "group:gpt": sampleCooldown() } }],
		["error", { errorStreak: 3, errorAt: noon - 29 * minute }],
		["error", { errorStreak: 3, errorAt: noon - 60 * minute, probedAt: noon - minute }],
	])("%s", (code, changes) => {
		expect(codes(sampleAccount("a", changes))).toEqual([code]);
	});

	test.each<[string, Partial<Account>]>([
		["a refusal of an older credential", { credentialVersion: 2, refused: { credentialVersion: 1, at: noon, text: "" } }],
		["an end that a refresh token can put off", { method: "oauth", credentialExpiresAt: noon, refreshAt: noon - 1 }],
		["an end to come", { method: "oauth", credentialExpiresAt: noon + 1 }],
		["another model's cooldown", { cooldowns: { "gpt-4.1-mini": sampleCooldown() } }],
		["a cooldown that ends now", { cooldowns: { "gpt-4.1": sampleCooldown({ until: noon }) } }],
		["a list that names the model", { models: ["gpt-4.1"] }],
		["two refusals of three", { errorStreak: 2, errorAt: noon }],
		["an Error of 30 minutes ago", { errorStreak: 3, errorAt: noon - 30 * minute }],
	])("%s is no reason", (_what, changes) => {
		expect(codes(sampleAccount("a", changes))).toEqual([]);
	});

	test("names scope and end of every cooldown in the way", () => {
		const cooldowns = { "*": sampleCooldown({ until: noon + 1 }), "gpt-4.1": sampleCooldown({ until: noon + 2 }), other: sampleCooldown() };

		expect(eligibility(sampleAccount("a", { cooldowns }), need).reasons).toEqual([
			{ code: "cooldown", scope: "*", until: noon + 1 },
			{ code: "cooldown", scope: "gpt-4.1", until: noon + 2 },
		]);
	});

	test("a model id that no provider has cannot pass for another scope", () => {
		const cooldowns = { "group:x": sampleCooldown() };

		for (const model of ["", "*", "group:x", "__proto__", "x".repeat(5_000), "\ud800"]) {
			expect(codes(sampleAccount("a", { cooldowns }), { ...need, model })).toEqual([]);
		}
	});
});

const until = fc.integer({ min: noon - 2, max: noon + 2 });
const instant = fc.integer({ min: noon - 31 * minute, max: noon });
const accounts: fc.Arbitrary<Account> = fc
	.record({
		enabled: fc.boolean(),
		gen: fc.constantFrom("gen-1", "gen-2"),
		credentialVersion: fc.integer({ min: 1, max: 2 }),
		refusedVersion: fc.integer({ min: 0, max: 2 }),
		// Whoever changes the list moves `updatedAt`.
		list: fc.constantFrom({ models: null, updatedAt: 1 }, { models: ["gpt-4.1"], updatedAt: 2 }, { models: ["other"], updatedAt: 3 }),
		ends: fc.dictionary(fc.constantFrom("*", "gpt-4.1", "group:gpt", "other"), until),
		errorStreak: fc.integer({ min: 0, max: 4 }),
		errorAt: instant,
		probedAt: fc.option(instant, { nil: undefined }),
	})
	.map(({ refusedVersion, list, ends, probedAt, ...facts }) =>
		sampleAccount("a", {
			...facts,
			...list,
			cooldowns: Object.fromEntries(Object.entries(ends).map(([scope, end]) => [scope, sampleCooldown({ until: end })])),
			...(refusedVersion > 0 && { refused: { credentialVersion: refusedVersion, at: noon, text: "" } }),
			...(probedAt !== undefined && { probedAt }),
		}),
	);

describe("the condition of the write", () => {
	test("holds on what was read if and only if that is eligible", () => {
		fc.assert(
			fc.property(accounts, (account) => {
				expect(holds(eligibleCondition(account, need), account)).toBe(eligibility(account, need).eligible);
			}),
			{ numRuns: runs(500, 20_000) },
		);
	});

	test("whatever was read, holds only on the same life of an account that is eligible at the write", () => {
		fc.assert(
			fc.property(accounts, accounts, (read, current) => {
				if (!holds(eligibleCondition(read, need), current)) return;
				expect(eligibility(current, need).eligible).toBe(true);
				expect(current.gen).toBe(read.gen);
			}),
			{ numRuns: runs(3_000, 100_000) },
		);
	});
});
