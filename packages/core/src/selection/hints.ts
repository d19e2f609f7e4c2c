import type { Account, Pool } from "../account/account.ts";
import { candidates } from "./candidates.ts";
import { eligibility, type Need } from "./eligible.ts";

/** Accounts as they were read a moment ago, with their pool. */
interface Known {
	readonly pool: Pool;
	readonly accounts: readonly Account[];
}

type Wanted = Pick<Need, "model" | "group" | "now"> & {
	/** Those a key allows, null for all. */
	readonly profiles: readonly string[] | null;
};

const reached = ({ accounts }: Known, { profiles }: Wanted): readonly Account[] =>
	profiles ? accounts.filter(({ profileId }) => profiles.includes(profileId)) : accounts;

/**
 * Profile ids of the accounts that seem claimable for a model, the next one first. A hint for dry runs: it may be as old as what it is made of.
 */
export function claimable(known: Known, wanted: Wanted): string[] {
	const { profiles: _profiles, ...need } = wanted;
	return candidates(reached(known, wanted), { ...need, pool: known.pool }).map(({ profileId }) => profileId);
}

/** Whether any account seems claimable for a model: a hint for plans, found without ranking all of them. */
export function anyClaimable(known: Known, wanted: Wanted): boolean {
	const { profiles: _profiles, ...need } = wanted;
	return reached(known, wanted).some((account) => eligibility(account, { ...need, pool: known.pool }).eligible);
}
