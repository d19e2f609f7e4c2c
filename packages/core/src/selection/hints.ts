import type { Account, Pool } from "../account/account.ts";
import { candidates } from "./candidates.ts";
import type { Need } from "./eligible.ts";

/** Accounts as they were read a moment ago, with their pool. */
interface Known {
	readonly pool: Pool;
	readonly accounts: readonly Account[];
}

/**
 * Profile ids of the accounts that seem claimable for a model, the next one first. A hint for plans and dry runs: it may be as old as what it is made of.
 * `profiles`: those a key allows, null for all.
 */
export const claimable = (
	{ pool, accounts }: Known,
	{ profiles, ...need }: Pick<Need, "model" | "group" | "now"> & { readonly profiles: readonly string[] | null },
): string[] =>
	candidates(
		accounts.filter(({ profileId }) => profiles?.includes(profileId) ?? true),
		{ ...need, pool },
	).map(({ profileId }) => profileId);
