import { type Account, errorProbeEveryMs, type Scope, sameLife, scopesOf } from "../account/account.ts";
import { holds } from "../store/holds.ts";
import { and, type Condition, eq, exists, gt, le, lt, not, or } from "../store/store.ts";
import { belowCap } from "./in-flight.ts";
import type { Need } from "./need.ts";
import { errorProbeFree, isError, isProbeDue, probeFree } from "./probe.ts";

export type { Need } from "./need.ts";

export interface Reason {
	readonly code: "disabled" | "expired" | "refused" | "model_not_allowed" | "cooldown" | "error" | "concurrency_cap";
	readonly scope?: Scope;
	/** ms, when it ends by itself. */
	readonly until?: number;
}

export interface Eligibility {
	readonly eligible: boolean;
	/** Why it is not; empty when it is. */
	readonly reasons: readonly Reason[];
}

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

/**
 * The same rule for the write: holds only on the life of the account that was read, while it is eligible, and as a probe only when it was
 * read as one.
 */
export const eligibleCondition = (account: Account, need: Need): Condition =>
	and(sameLife(account), ...rules(account, need).map(({ clear }) => clear));

function rules(account: Account, need: Need): Rule[] {
	const { model, group, pool, now, probes = true } = need;
	return [
		{ reason: { code: "disabled" }, clear: eq(["enabled"], true) },
		{ reason: { code: account.method === "api_key" ? "refused" : "expired" }, clear: notRefused(account) },
		{ reason: { code: "expired" }, clear: or(exists("refreshAt"), not(le(["credentialExpiresAt"], now))) },
		...(model === undefined ? [] : [{ reason: { code: "model_not_allowed" } as const, clear: allowed(account, model) }]),
		...scopesOf(model, group).map((scope) => resting(account, scope, need)),
		{
			reason: { code: "error", until: Math.max(account.errorAt ?? 0, account.probedAt ?? 0) + errorProbeEveryMs },
			clear: isError(account, pool) && probes ? errorProbeFree(pool, now) : lt(["errorStreak"], pool.maxRetries),
		},
		{ reason: { code: "concurrency_cap" }, clear: belowCap(account, now) },
	];
}

const notRefused = ({ credentialVersion }: Account): Condition =>
	and(eq(["credentialVersion"], credentialVersion), not(eq(["refused", "credentialVersion"], credentialVersion)));

/** A list cannot be searched by a condition: one that names the model is compared by the time it was written. */
const allowed = ({ models, updatedAt }: Account, model: string): Condition =>
	models?.includes(model) ? eq(["updatedAt"], updatedAt) : eq(["models"], null);

/** Over, or as a probe where the entry that was read admits one now. */
function resting({ cooldowns }: Account, scope: Scope, { now, probes = true }: Need): Rule {
	const entry = cooldowns[scope];
	return {
		reason: { code: "cooldown", scope, ...(entry && { until: entry.until }) },
		clear: probes && entry && isProbeDue(entry, now) ? probeFree(scope, now) : not(gt(["cooldowns", scope, "until"], now)),
	};
}
