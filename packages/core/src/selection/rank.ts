import type { Account, Pool, Strategy } from "../account/account.ts";
import type { Need } from "./need.ts";
import { isProbe } from "./probe.ts";
import { usesOf } from "./uses.ts";

type Order = (one: Account, other: Account) => number;

const least =
	(measure: (account: Account) => number): Order =>
	(one, other) =>
		measure(one) - measure(other);
const chosenFirst = (is: (account: Account) => boolean): Order => least((account) => (is(account) ? 0 : 1));

/**
 * Claims that were made at once from the same snapshot share their time: among those the one with fewer claims goes first, or the same
 * accounts would win every tie and run ahead of the others.
 */
const leastRecent: readonly Order[] = [least(({ claimedAt }) => claimedAt), least(({ claims }) => claims)];
/** Conversations are dealt out one by one: by their requests an account would get the next one as soon as it has a quiet moment. */
const leastRecentBeginning: readonly Order[] = [least(({ beganAt = 0 }) => beganAt), ...leastRecent];
const byPriority = least(({ priority }) => priority);
/** Limits by the minute say nothing of what expires: only windows of an hour and more are drained. */
const drainedFromMinutes = 60;

/** ms when the first of the account's windows that run begins anew; beyond all times when none is known. */
const soonestReset = ({ quota = {} }: Account, now: number): number =>
	Object.values(quota).reduce(
		(soonest, { resetsAt, minutes }) =>
			resetsAt !== null && resetsAt > now && (minutes ?? 0) >= drainedFromMinutes ? Math.min(soonest, resetsAt) : soonest,
		Number.MAX_SAFE_INTEGER,
	);

/** By code unit, the same on every machine. */
export const byProfileId: Order = (one, other) => (one.profileId < other.profileId ? -1 : one.profileId > other.profileId ? 1 : 0);

const strategies: Record<Strategy, (need: Need) => readonly Order[]> = {
	"round-robin": ({ begins }) => (begins ? leastRecentBeginning : leastRecent),
	"least-used": ({ now }) => [least((account) => usesOf(account, now)), ...leastRecent],
	"failover-only": () => [byPriority],
	"drain-soonest": ({ now }) => [least((account) => soonestReset(account, now)), ...leastRecent],
};

const sorted = (accounts: readonly Account[], orders: readonly Order[]): Account[] =>
	accounts.toSorted((one, other) => {
		for (const order of orders) {
			const sign = order(one, other);
			if (sign !== 0) return sign;
		}
		return 0;
	});

/** The primary that a person rotated to and that nobody has claimed since; a flag on any other account is an older rotation's. */
export const isCalledFirst = (account: Account, pool: Pool): boolean => account.first === true && account.profileId === pool.primary;

/** The pool's own order, whatever its primary: by the strategy, ties by profile id. */
export const cycle = (accounts: readonly Account[], need: Need): Account[] =>
	sorted(accounts, [...strategies[need.pool.strategy](need), byProfileId]);

/** Who goes first of those that are eligible, best first: the account rotated to, those that a request may probe, the primary of a failover-only pool, then the pool's own order. */
export function rank(accounts: readonly Account[], need: Need): Account[] {
	const { pool } = need;
	const staysOnPrimary = pool.strategy === "failover-only";
	return sorted(accounts, [
		chosenFirst((account) => isCalledFirst(account, pool)),
		chosenFirst((account) => isProbe(account, need)),
		chosenFirst((account) => staysOnPrimary && account.profileId === pool.primary),
		...strategies[pool.strategy](need),
		byProfileId,
	]);
}
