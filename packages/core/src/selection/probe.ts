import { type Account, type Cooldown, errorProbeEveryMs, type Pool, type Scope, scopesOf } from "../account/account.ts";
import { and, type Change, type Condition, ge, gt, le, not, set } from "../store/store.ts";
import type { Need } from "./need.ts";

/** Counts as Error: only a probe may claim it. */
export const isError = ({ errorStreak }: Account, { maxRetries }: Pool): boolean => errorStreak >= maxRetries;

/** The window still runs, and one request may find out whether it has to. */
export const isProbeDue = ({ until, probe }: Cooldown, now: number): boolean => until > now && probe !== undefined && probe.at <= now;

/** Nobody else has taken the probe; there is one as long as the entry is there. */
export const probeFree = (scope: Scope, now: number): Condition => le(["cooldowns", scope, "probe", "at"], now);

/** The same for an account in Error. */
export const errorProbeFree = ({ maxRetries }: Pool, now: number): Condition =>
	and(ge(["errorStreak"], maxRetries), not(gt(["errorAt"], now - errorProbeEveryMs)), not(gt(["probedAt"], now - errorProbeEveryMs)));

/** Scopes that rest while the account is eligible: it is by their probes. */
export const probedScopes = ({ cooldowns }: Account, { model, group, now }: Need): Scope[] =>
	scopesOf(model, group).filter((scope) => (cooldowns[scope]?.until ?? 0) > now);

/** An eligible account that may be claimed as a probe only. */
export const isProbe = (account: Account, need: Need): boolean => isError(account, need.pool) || probedScopes(account, need).length > 0;

/** The account once its probes are taken: for some time nobody else gets them. */
export function withLease(account: Account, need: Need): Pick<Account, "cooldowns" | "probedAt"> {
	const { now } = need;
	const cooldowns = { ...account.cooldowns };
	for (const scope of probedScopes(account, need)) {
		const entry = cooldowns[scope];
		if (entry?.probe) cooldowns[scope] = { ...entry, probe: { ...entry.probe, at: now + entry.probe.every } };
	}
	return { cooldowns, ...(isError(account, need.pool) && { probedAt: now }) };
}

/** What `withLease` writes. */
export const leaseChanges = (account: Account, need: Need): Change[] => [
	...probedScopes(account, need).flatMap((scope) => {
		const probe = account.cooldowns[scope]?.probe;
		return probe ? [set(["cooldowns", scope, "probe", "at"], need.now + probe.every)] : [];
	}),
	...(isError(account, need.pool) ? [set(["probedAt"], need.now)] : []),
];
