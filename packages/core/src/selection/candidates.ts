import type { Account } from "../account/account.ts";
import { eligibility, type Need } from "./eligible.ts";
import { rank } from "./rank.ts";

/** The accounts that may be claimed, in the order in which they would be. */
export const candidates = (accounts: readonly Account[], need: Need): Account[] =>
	rank(
		accounts.filter((account) => eligibility(account, need).eligible),
		need,
	);

/** Profile id of the account that would be claimed next, null when none may. Writes nothing. */
export const nextOf = (accounts: readonly Account[], need: Need): string | null => candidates(accounts, need)[0]?.profileId ?? null;
