import { describe, expect, test } from "vitest";
import { noon, sampleAccount, sampleCooldown, samplePool } from "../../../../test/support/accounts.ts";
import type { Account } from "./account.ts";
import { statusOf } from "./status.ts";

const refused = { credentialVersion: 1, at: noon, text: "invalid key" };
const of = (changes: Partial<Account>) => statusOf(sampleAccount("a", changes), samplePool(), noon);

describe("status", () => {
	test.each<[string, string, string, Partial<Account>]>([
		["verified", "active", "null", {}],
		["verified", "active", "null", { cooldowns: { "*": sampleCooldown({ until: noon }) } }],
		["verified", "active", "null", { refused, credentialVersion: 2 }],
		["verified", "active", "null", { errorStreak: 2 }],
		["disabled", "disabled", "Disabled", { enabled: false, refused }],
		["cooldown", "cooldown", "Resting until 2030-01-01T12:01:00.000Z: rate limited.", { cooldowns: { "*": sampleCooldown() } }],
		["error", "error", "Account not found: the API key may have been deleted. Re-link the account with a new key.", { refused }],
		["expired", "expired", "OAuth token expired", { refused, method: "oauth" }],
		["expired", "expired", "OAuth token expired", { method: "device", credentialExpiresAt: noon }],
		["expired", "expired", "The provider said no.", { refused: { ...refused, text: "The provider said no." }, method: "oauth" }],
		["verified", "active", "null", { method: "oauth", credentialExpiresAt: noon, refreshAt: noon - 1 }],
		["error", "error", "No credit left.", { cooldowns: { "*": sampleCooldown({ refusal: true, evidence: "No credit left." }) } }],
		["error", "error", "The provider refused the account.", { cooldowns: { "*": sampleCooldown({ refusal: true, evidence: "" }) } }],
		["verified", "active", "null", { cooldowns: { "*": sampleCooldown({ refusal: true, until: noon }) } }],
		["verified", "active", "Resting for o3 until", { cooldowns: { o3: sampleCooldown({ refusal: true }) } }],
		["error", "error", "banned", { errorStreak: 3, errorText: "banned", cooldowns: { "*": sampleCooldown() } }],
	])("%s (%s): %s", (status, state, message, changes) => {
		const told = of(changes);

		expect(told).toMatchObject({ status, state });
		expect(String(told.statusMessage)).toContain(message);
	});

	test("a refusal without words ends its sentence all the same", () => {
		const told = of({ refused: { ...refused, text: "" }, method: "oauth" });

		expect(told.statusMessage).toBe("OAuth token expired. Re-authenticate the account.");
	});

	test("models that rest leave the account verified, and are named", () => {
		const told = of({ cooldowns: { "gpt-4.1": sampleCooldown(), "group:mini": sampleCooldown({ reason: "overloaded" }) } });

		expect(told.status).toBe("verified");
		expect(told.statusMessage).toBe(
			"Resting for gpt-4.1 until 2030-01-01T12:01:00.000Z (rate limited), group:mini until 2030-01-01T12:01:00.000Z (overloaded).",
		);
	});
});
