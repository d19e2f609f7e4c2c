import { type Account, type Pool, poolKey } from "../account/account.ts";
import { readPool } from "../account/pools.ts";
import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { randomId } from "../id.ts";
import { type Condition, eq, notExists, or, type Store, set, setIfAbsent } from "../store/store.ts";
import { eligibility, eligibleCondition, type Need, type Reason } from "./eligible.ts";
import { cycle } from "./rank.ts";

const maxTries = 5;

/**
 * Makes the next eligible account of the pool its primary: the next claim takes it. The account is flagged first and the pool switched
 * then; the flag counts on the primary only, so that a death between the two changes nothing.
 * Throws `GatewayError` no_other_account with the reason or conflict, `StoreError`.
 */
export async function rotate(
	{ store, clock }: { readonly store: Store; readonly clock: Clock },
	{ workspace, provider }: { readonly workspace: string; readonly provider: string },
): Promise<{ readonly previous: string | null; readonly primary: string }> {
	for (let tries = 0; tries < maxTries; tries++) {
		const { pool, accounts } = await readPool({ store }, workspace, provider);
		const need = { pool, now: clock(), probes: false };
		const others = othersInOrder(accounts, need);
		// A probe is no choice of a person's: an account that rests is not rotated to, even when its probe is due.
		const next = others.find((account) => eligibility(account, need).eligible);
		if (!next) throw noOther(provider, others, (account) => eligibility(account, need).reasons);
		const flagged = await store.update(next, [set(["first"], true)], eligibleCondition(next, need));
		if (!flagged.ok) continue;
		const primary = next.profileId;
		const rotation = randomId("rot");
		const switched = await store.update(
			poolKey(workspace, provider),
			[set(["primary"], primary), set(["rotation"], rotation), setIfAbsent(["provider"], provider)],
			stillPrimary(pool.primary),
		);
		// The condition may fail on our own write, whose reply was lost and that was sent again.
		if (switched.ok || switched.current?.["rotation"] === rotation) return { previous: pool.primary, primary };
	}
	throw new GatewayError("conflict", `The pool of ${provider} is being changed by others; try again.`);
}

const stillPrimary = (primary: string | null): Condition =>
	primary === null ? or(notExists("primary"), eq(["primary"], null)) : eq(["primary"], primary);

/**
 * The pool's own order, beginning after the account it is on: its primary, else the one claimed last, else the one that would go first.
 * So one rotation after the other visits every account.
 */
function othersInOrder(accounts: readonly Account[], need: Need): Account[] {
	const { pool } = need;
	const order = cycle(accounts, need);
	const on = order.find(({ profileId }) => profileId === pool.primary) ?? lastClaimed(order, pool) ?? order[0];
	const place = on ? order.indexOf(on) : 0;
	return [...order.slice(place + 1), ...order.slice(0, place)];
}

const lastClaimed = (order: readonly Account[], { strategy }: Pool): Account | undefined =>
	strategy === "failover-only"
		? undefined
		: order.reduce<Account | undefined>((last, account) => (account.claimedAt > (last?.claimedAt ?? 0) ? account : last), undefined);

function noOther(provider: string, others: readonly Account[], reasonsOf: (account: Account) => readonly Reason[]): GatewayError {
	const why = others.map((account) => `${account.profileId} (${reasonsOf(account).map(words).join(", ")})`);
	return new GatewayError(
		"no_other_account",
		why.length === 0 ? `${provider} has no other account to rotate to.` : `No other account of ${provider} can be used: ${why.join("; ")}.`,
		{ hint: "Link another account, or wait until one has cooled down." },
	);
}

const words = ({ code, until }: Reason): string => (until === undefined ? code : `${code} until ${new Date(until).toISOString()}`);
