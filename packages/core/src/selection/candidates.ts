import type { Account } from "../account/account.ts";
import { type Binding, isCrowded, usesAffinity } from "./affinity.ts";
import { eligibility, type Need } from "./eligible.ts";
import { isProbe } from "./probe.ts";
import { isCalledFirst, rank } from "./rank.ts";

/** The accounts that may be claimed, in the order in which they would be. */
export const candidates = (accounts: readonly Account[], need: Need): Account[] =>
	rank(
		accounts.filter((account) => eligibility(account, need).eligible),
		need,
	);

/** Profile id of the account that would be claimed next, null when none may. Writes nothing. */
export const nextOf = (accounts: readonly Account[], need: Need): string | null => candidates(accounts, need)[0]?.profileId ?? null;

/** Not only next in turn: a person rotated to it, or its probe is due. */
export const mustGoFirst = (account: Account, need: Need): boolean => isCalledFirst(account, need.pool) || isProbe(account, need);

/**
 * Of the ranked accounts the one that a conversation is bound to, unless it is crowded or another one must go first; undefined: then the conversation
 * spills over, or begins.
 */
export function boundAccount(ranked: readonly Account[], binding: Binding | undefined, need: Need): Account | undefined {
	const [first] = ranked;
	const account = ranked.find(({ profileId }) => profileId === binding?.profileId);
	if (!first || !account || !usesAffinity(need.pool) || isCrowded(account, ranked, need.now)) return undefined;
	return first === account || !mustGoFirst(first, need) ? account : undefined;
}
