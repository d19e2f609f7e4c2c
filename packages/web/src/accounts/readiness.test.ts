import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { expect, it } from "vitest";
import { readinessOf } from "./readiness.ts";

const account = (profileId: string, status: AccountView["status"] = "verified", rest: Partial<AccountView> = {}): AccountView =>
	({ profileId, provider: profileId.split(":")[0], status, cooldowns: [], statusMessage: null, ...rest }) as AccountView;

const resting = (until: string): Partial<AccountView> => ({
	cooldowns: [
		{
			scope: "*",
			until,
			reason: "rate limited",
			source: "default",
			status: 429,
			at: until,
			by: null,
			evidence: "",
			streak: 0,
			probeAt: null,
		},
	],
});
const read = (...accounts: AccountView[]) => readinessOf(accounts, (provider) => provider.toUpperCase());

it("says nothing where nothing is linked", () => {
	expect(read()).toBeUndefined();
});

it("asks for a real account while only the sandbox is there", () => {
	expect(read(account("sandbox:work"))).toMatchObject({ tone: "info", step: { kind: "add" } });
});

it("names the account that needs a person, and what still serves", () => {
	const expired = account("openai:b", "expired", { statusMessage: "OAuth token expired. Re-authenticate the account." });

	expect(read(account("openai:a"), expired)).toMatchObject({
		tone: "warn",
		title: "openai:b needs you",
		text: "OAuth token expired. Re-authenticate the account. 1 of 2 accounts can serve.",
		step: { kind: "renew", profileId: "openai:b" },
	});
	expect(read(expired, account("openai:c", "error"))).toMatchObject({ tone: "bad", title: "2 accounts need you" });
});

it("tells when the first is back while all rest", () => {
	const later = account("openai:a", "cooldown", resting("2030-01-01T12:05:00.000Z"));
	const sooner = account("openai:b", "cooldown", resting("2030-01-01T12:01:00.000Z"));

	expect(read(later, sooner)).toMatchObject({ tone: "bad", until: "2030-01-01T12:01:00.000Z", step: { kind: "add" } });
});

it("offers to resume while all are paused", () => {
	expect(read(account("openai:a", "disabled"))).toMatchObject({ step: { kind: "resume", profileId: "openai:a" } });
});

it("advises a second account where a provider has one", () => {
	expect(read(account("openai:a"), account("openai:b"), account("gemini:a"))).toMatchObject({
		title: "Ready",
		text: expect.stringContaining("GEMINI has one account"),
		step: { kind: "add", provider: "gemini" },
	});
});

it("is content otherwise", () => {
	expect(read(account("openai:a"), account("openai:b"))).toMatchObject({
		tone: "good",
		title: "2 of 2 accounts can serve",
		step: { kind: "none" },
	});
	expect(read(account("openai:a"), account("openai:b", "cooldown", resting("2030-01-01T12:01:00.000Z")))).toMatchObject({
		tone: "good",
		text: "One rests after a limit and comes back by itself.",
	});
});
