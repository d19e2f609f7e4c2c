import type { Verdict, VerdictKind } from "@smart-router/llm/limits/verdict.ts";
import {
	type Account,
	type Cooldown,
	errorProbeEveryMs,
	groupScope,
	modelScope,
	type Pool,
	type Scope,
	wholeAccount,
} from "../account/account.ts";
import type { Claim } from "../selection/outcome.ts";
import { type Standing, standingOf } from "./entry.ts";
import type { Told } from "./quota-step.ts";

/** The account, or a part of it, rests. */
export interface Rest extends Standing {
	readonly kind: "rest";
	readonly scope: Scope;
	/** ms */
	readonly until: number;
	readonly reason: string;
	/** Where the time came from. */
	readonly source: string;
	/** ms from one probe to the next, while a long window lasts. */
	readonly probeEvery: number;
	/** The second server fault within a minute. */
	readonly fault: boolean;
	/** A no of the provider and not a limit; one for the whole account is a step towards Error a window. */
	readonly refusal: boolean;
}

export type Effect =
	| { readonly kind: "nothing" }
	/** The first server fault within a minute is only remembered. */
	| { readonly kind: "fault" }
	/** The credential is refused until its version moves. */
	| { readonly kind: "refused"; readonly text: string }
	| Rest;

export interface FailureFacts {
	readonly verdict: Verdict;
	readonly claim: Claim;
	/** As it stands now, which may be later than at the claim. */
	readonly account: Account;
	/** ms */
	readonly now: number;
	/** Limits that the answer told of. */
	readonly told?: Told;
	/** In [0, 1): the jitter. */
	readonly chance: number;
}

interface Plan {
	readonly reason: string;
	/** Where the provider states no scope. */
	readonly scope: "model" | "account";
	/** ms of the first window when the provider states no time; each further one in a row is twice as long. */
	readonly first: (pool: Pool) => number;
	/** ms, the longest such window. */
	readonly longest: number;
	/** Share by which such a window varies. */
	readonly spread?: number;
	/** ms from one probe to the next where it is not the usual. */
	readonly probeEvery?: number;
	readonly fault?: true;
	readonly refusal?: true;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const longestCredible = 8 * 24 * hour;
/** Under it a stated time gets up to 2 s on top, so that those who wait do not come back at once. */
const jitteredUnder = 10 * minute;
const faultWindow = minute;
const probeEveryMs = 10 * minute;

const fault = { reason: "server fault", scope: "account", first: () => minute, longest: 30 * minute, fault: true } as const;
const refusal = {
	scope: "account",
	first: () => 30 * minute,
	longest: 30 * minute,
	probeEvery: errorProbeEveryMs,
	refusal: true,
} as const;

/** The table "What a failure does"; kinds that are missing are the request's own fault. */
const plans: Partial<Record<VerdictKind, Plan>> = {
	rate_short: {
		reason: "rate limited",
		scope: "model",
		first: ({ cooldownSeconds }) => cooldownSeconds * second,
		longest: 30 * minute,
		spread: 0.2,
	},
	quota_long: { reason: "quota used up", scope: "account", first: () => hour, longest: 24 * hour },
	overloaded: { reason: "overloaded", scope: "model", first: () => 10 * second, longest: 2 * minute },
	server: fault,
	transport: { ...fault, reason: "connection failed" },
	permission: { ...refusal, reason: "refused by the provider" },
	billing: { ...refusal, reason: "credit or spend limit used up" },
	model_missing: { reason: "model not available", scope: "model", first: () => 12 * hour, longest: 12 * hour, refusal: true },
};

/** What a failed attempt does to its account. Scope and time come from the provider's answer; this fills what is missing. */
export function policy(facts: FailureFacts): Effect {
	const { verdict, claim, account, now } = facts;
	if (verdict.kind === "auth") {
		const outdated = account.credentialVersion !== claim.account.credentialVersion;
		const known = account.refused?.credentialVersion === account.credentialVersion;
		return verdict.scope === "request" || outdated || known ? { kind: "nothing" } : { kind: "refused", text: verdict.message };
	}
	const plan = plans[verdict.kind];
	const scope = plan && scopeOf(plan, facts);
	if (!plan || scope === undefined) return { kind: "nothing" };
	if (plan.fault && now - account.lastFaultAt >= faultWindow) return { kind: "fault" };
	const entry = account.cooldowns[scope];
	const standing = standingOf(entry, claim.seen[scope], now);
	const probed = standing.act === "raise" && entry?.id === claim.seen[scope] ? entry : undefined;
	return {
		kind: "rest",
		scope,
		...standing,
		...endOf(plan, facts, standing.streak, probed),
		probeEvery: plan.probeEvery ?? probeEveryMs,
		reason: plan.reason,
		fault: plan.fault ?? false,
		refusal: plan.refusal ?? false,
	};
}

function scopeOf(plan: Plan, { verdict, claim, account }: FailureFacts): Scope | undefined {
	if (plan.fault) return wholeAccount;
	const model = modelScope(claim.model);
	switch (verdict.scope) {
		case "account":
			return wholeAccount;
		case "model":
			return model;
		case "group":
			// Claims look under the group they know; a limit of another name is known to hold for this model only.
			return claim.group !== undefined && (verdict.group ?? claim.group) === claim.group ? groupScope(claim.group) : model;
		case "provider":
			return plan.scope === "account" ? wholeAccount : model;
		case "request":
			return verdict.kind === "model_missing" && account.models?.includes(claim.model) ? model : undefined;
	}
}

function endOf(
	plan: Plan,
	{ verdict, claim, now, chance }: FailureFacts,
	streak: number,
	probed: Cooldown | undefined,
): Pick<Rest, "until" | "source"> {
	const { retryAt, retrySource = "provider" } = verdict;
	if (retryAt !== undefined && retryAt > now) {
		const wait = Math.min(retryAt - now, longestCredible);
		const jitter = wait < jitteredUnder ? chance * 2 * second : 0;
		return { until: Math.ceil(now + wait + jitter), source: retrySource };
	}
	// A probe that failed without a word about the end says nothing new.
	if (probed) return { until: probed.until, source: probed.source };
	const first = plan.first(claim.pool);
	const varied = first * 2 ** streak * (1 + (plan.spread ?? 0) * (2 * chance - 1));
	return { until: Math.ceil(now + Math.min(varied, Math.max(plan.longest, first))), source: "default" };
}
