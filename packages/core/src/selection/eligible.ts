import { type Account, type Pool, type Scope, sameLife, scopesOf } from "../account/account.ts";
import { holds } from "../store/holds.ts";
import { and, type Condition, eq, exists, ge, gt, le, lt, not, or } from "../store/store.ts";

/** What an account is wanted for. */
export interface Need {
	/** Without a model only what concerns the whole account counts. */
	readonly model?: string;
	readonly group?: string;
	/** For the first turn of a conversation, which is going to stay with the account. */
	readonly begins?: boolean;
	readonly pool: Pool;
	/** ms */
	readonly now: number;
}

export interface Reason {
	readonly code: "disabled" | "expired" | "refused" | "model_not_allowed" | "cooldown" | "error";
	readonly scope?: Scope;
	/** ms, when it ends by itself. */
	readonly until?: number;
}

export interface Eligibility {
	readonly eligible: boolean;
	/** Why it is not; empty when it is. */
	readonly reasons: readonly Reason[];
}

/** An account in Error is tried with one real request at most every so many ms. */
const probeEveryMs = 30 * 60_000;

/** A reason against an account, and the condition under which it does not stand: the one source for judging a snapshot and for the write. */
interface Rule {
	readonly reason: Reason;
	readonly clear: Condition;
}

/** Whether the account may be claimed, judged on the item as read. */
export function eligibility(account: Account, need: Need): Eligibility {
	const reasons = rules(account, need)
		.filter(({ clear }) => !holds(clear, account))
		.map(({ reason }) => reason);
	return { eligible: reasons.length === 0, reasons };
}

/** Counts as Error: only a probe may claim it. */
export const isError = ({ errorStreak }: Account, { maxRetries }: Pool): boolean => errorStreak >= maxRetries;

/**
 * The same rule for the write: holds only on the life of the account that was read, while it is eligible, and as a probe only when it was
 * read as one.
 */
export const eligibleCondition = (account: Account, need: Need): Condition =>
	and(sameLife(account), ...rules(account, need).map(({ clear }) => clear));

function rules(account: Account, { model, group, pool, now }: Need): Rule[] {
	return [
		{ reason: { code: "disabled" }, clear: eq(["enabled"], true) },
		{ reason: { code: account.method === "api_key" ? "refused" : "expired" }, clear: notRefused(account) },
		{ reason: { code: "expired" }, clear: or(exists("refreshAt"), not(le(["credentialExpiresAt"], now))) },
		...(model === undefined ? [] : [{ reason: { code: "model_not_allowed" } as const, clear: allowed(account, model) }]),
		...scopesOf(model, group).map((scope) => resting(account, scope, now)),
		{
			reason: { code: "error", until: Math.max(account.errorAt ?? 0, account.probedAt ?? 0) + probeEveryMs },
			clear: isError(account, pool) ? probeDue(pool, now) : lt(["errorStreak"], pool.maxRetries),
		},
	];
}

const notRefused = ({ credentialVersion }: Account): Condition =>
	and(eq(["credentialVersion"], credentialVersion), not(eq(["refused", "credentialVersion"], credentialVersion)));

/** A list cannot be searched by a condition: one that names the model is compared by the time it was written. */
const allowed = ({ models, updatedAt }: Account, model: string): Condition =>
	models?.includes(model) ? eq(["updatedAt"], updatedAt) : eq(["models"], null);

function resting({ cooldowns }: Account, scope: Scope, now: number): Rule {
	const until = cooldowns[scope]?.until;
	return {
		reason: { code: "cooldown", scope, ...(until === undefined ? {} : { until }) },
		clear: not(gt(["cooldowns", scope, "until"], now)),
	};
}

const probeDue = ({ maxRetries }: Pool, now: number): Condition =>
	and(ge(["errorStreak"], maxRetries), not(gt(["errorAt"], now - probeEveryMs)), not(gt(["probedAt"], now - probeEveryMs)));
