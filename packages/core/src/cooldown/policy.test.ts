import type { Verdict } from "@smart-router/llm/limits/verdict.ts";
import { describe, expect, test } from "vitest";
import { noon, sampleAccount, sampleCooldown, samplePool } from "../../../../test/support/accounts.ts";
import { sampleVerdict } from "../../../../test/support/verdicts.ts";
import type { Account, Pool } from "../account/account.ts";
import type { Claim } from "../selection/outcome.ts";
import { policy, type Rest } from "./policy.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

interface Situation {
	readonly account?: Partial<Account>;
	readonly pool?: Partial<Pool>;
	readonly seen?: Record<string, string>;
	readonly group?: string;
	readonly chance?: number;
}

function effectOf(verdict: Partial<Verdict>, { account, pool, seen = {}, group, chance = 0.5 }: Situation = {}) {
	const current = sampleAccount("a", account);
	const claim: Claim = {
		attemptId: "att-1",
		account: sampleAccount("a"),
		pool: samplePool(pool),
		model: "gpt-4.1",
		seen,
		probe: false,
		bound: "none",
		...(group !== undefined && { group }),
	};
	return policy({ verdict: sampleVerdict(verdict), claim, account: current, now: noon, chance });
}

function restOf(verdict: Partial<Verdict>, situation?: Situation): Rest {
	const effect = effectOf(verdict, situation);
	if (effect.kind !== "rest") throw new Error(`no rest but ${effect.kind}`);
	return effect;
}

/** The scope's entry is over, of this streak, and was seen by the attempt. */
const after = (scope: string, streak: number): Situation => ({
	account: {
		cooldowns: { [scope]: sampleCooldown({ id: "seen", until: noon - 1, at: noon - minute, streak }) },
		lastFaultAt: noon - second,
	},
	seen: { [scope]: "seen" },
});

describe("what a failure does", () => {
	test.each<[string, Partial<Verdict>, string, number]>([
		["rate limit without a time", {}, "gpt-4.1", minute],
		["rate limit of the account with a time", { scope: "account", retryAt: noon + 30 * second }, "*", 31 * second],
		["rate limit with a long time", { retryAt: noon + hour }, "gpt-4.1", hour],
		["a time that is not credible", { retryAt: noon + 30 * day }, "gpt-4.1", 8 * day],
		["a time that is past", { retryAt: noon - 1 }, "gpt-4.1", minute],
		["quota with a reset", { kind: "quota_long", scope: "account", retryAt: noon + 5 * hour }, "*", 5 * hour],
		["quota without a reset", { kind: "quota_long", scope: "account" }, "*", hour],
		["overloaded provider", { kind: "overloaded", scope: "provider", status: 529 }, "gpt-4.1", 10 * second],
		["403", { kind: "permission", scope: "account", status: 403 }, "*", 30 * minute],
		["billing", { kind: "billing", scope: "account", status: 402 }, "*", 30 * minute],
		["404 for a known model", { kind: "model_missing", scope: "model", status: 404 }, "gpt-4.1", 12 * hour],
	])("%s", (_what, verdict, scope, wait) => {
		expect(restOf(verdict)).toMatchObject({ act: "begin", scope, until: noon + wait });
	});

	test.each<[string, Partial<Verdict>, string, number[]]>([
		["rate limit", {}, "gpt-4.1", [2, 4, 8, 16, 30, 30].map((minutes) => minutes * minute)],
		["quota", { kind: "quota_long", scope: "account" }, "*", [2, 4, 8, 16, 24, 24].map((hours) => hours * hour)],
		["overload", { kind: "overloaded" }, "gpt-4.1", [20, 40, 80, 120, 120].map((seconds) => seconds * second)],
		["server fault", { kind: "server" }, "*", [2, 4, 8, 16, 30, 30].map((minutes) => minutes * minute)],
		["403", { kind: "permission", scope: "account" }, "*", [30, 30].map((minutes) => minutes * minute)],
	])("%s grows with the streak up to its cap", (_what, verdict, scope, waits) => {
		expect(waits.map((_, streak) => restOf(verdict, after(scope, streak)).until - noon)).toEqual(waits);
	});

	test("jitter: 2 s on a stated time under 10 minutes, a fifth on our own, never over the cap", () => {
		const waits = (verdict: Partial<Verdict>, situation: Situation = {}) =>
			[0, 0.999].map((chance) => restOf(verdict, { ...situation, chance }).until - noon);

		expect(waits({ retryAt: noon + 30 * second })).toEqual([30 * second, 31_998]);
		expect(waits({ retryAt: noon + 10 * minute })).toEqual([10 * minute, 10 * minute]);
		expect(waits({})).toEqual([48 * second, 71_976]);
		expect(waits({}, after("gpt-4.1", 9))).toEqual([30 * minute, 30 * minute]);
		expect(waits({ kind: "overloaded" })).toEqual([10 * second, 10 * second]);
	});

	test("the pool's own time counts, also above the cap", () => {
		expect(restOf({}, { pool: { cooldownSeconds: 5 } }).until).toBe(noon + 5 * second);
		expect(restOf({}, { pool: { cooldownSeconds: 7_200 } }).until).toBe(noon + 2 * hour);
	});

	test("a group's limit rests the group that claims know, else the model", () => {
		expect(restOf({ scope: "group", group: "opus" }, { group: "opus" }).scope).toBe("group:opus");
		expect(restOf({ scope: "group", group: "opus" }, { group: "sonnet" }).scope).toBe("gpt-4.1");
		expect(restOf({ scope: "group", group: "opus" }).scope).toBe("gpt-4.1");
	});

	test("a server fault rests the account at the second within a minute, whatever scope it was given, and is no refusal", () => {
		for (const kind of ["server", "transport"] as const) {
			expect(effectOf({ kind, scope: "request" })).toEqual({ kind: "fault" });
			expect(effectOf({ kind }, { account: { lastFaultAt: noon - minute } })).toEqual({ kind: "fault" });
			expect(restOf({ kind, scope: "request" }, { account: { lastFaultAt: noon - 59 * second } })).toMatchObject({
				scope: "*",
				until: noon + minute,
				fault: true,
				refusal: false,
			});
		}
	});

	test.each<[string, Partial<Verdict>, boolean]>([
		["403", { kind: "permission", scope: "account" }, true],
		["403 of the model", { kind: "permission", scope: "model" }, true],
		["billing", { kind: "billing", scope: "account" }, true],
		["missing model", { kind: "model_missing", scope: "model" }, true],
		["limit of the account", { scope: "account" }, false],
		["overload", { kind: "overloaded" }, false],
	])("a no is told from a limit: %s", (_what, verdict, refusal) => {
		expect(restOf(verdict).refusal).toBe(refusal);
	});

	test("401 refuses the credential it was made with, once", () => {
		const auth = { kind: "auth", scope: "account", message: "no such key" } as const;

		expect(effectOf(auth)).toEqual({ kind: "refused", text: "no such key" });
		expect(effectOf(auth, { account: { credentialVersion: 2 } })).toEqual({ kind: "nothing" });
		expect(effectOf(auth, { account: { refused: { credentialVersion: 1, at: noon, text: "" } } })).toEqual({ kind: "nothing" });
	});

	test.each(["context", "content", "bad_request", "signature"] as const)("%s never punishes, whatever its scope", (kind) => {
		for (const scope of ["request", "model", "account"] as const) expect(effectOf({ kind, scope })).toEqual({ kind: "nothing" });
	});

	test.each(["rate_short", "quota_long", "overloaded", "permission", "billing", "auth"] as const)(
		"%s of the request alone punishes nobody",
		(kind) => {
			expect(effectOf({ kind, scope: "request" })).toEqual({ kind: "nothing" });
		},
	);

	test("404 for a model that only the account's own list knows rests it", () => {
		expect(effectOf({ kind: "model_missing", scope: "request" })).toEqual({ kind: "nothing" });
		expect(restOf({ kind: "model_missing", scope: "request" }, { account: { models: ["gpt-4.1"] } }).scope).toBe("gpt-4.1");
	});
});
