import type { Account } from "../account/account.ts";
import type { Clock } from "../clock.ts";
import { isoTime } from "../clock.ts";
import type { Store } from "../store/store.ts";
import { candidates } from "./candidates.ts";
import { eligibility, type Need, type Reason } from "./eligible.ts";
import { byProfileId } from "./rank.ts";
import { readSnapshot } from "./snapshot.ts";

export interface Explained {
	readonly profileId: string;
	readonly eligible: boolean;
	readonly reasons: readonly (Omit<Reason, "until"> & { readonly until?: string | null })[];
	/** 1 is claimed next; null when it is not eligible. */
	readonly rank: number | null;
}

/** Why each account of a pool may or may not be claimed now, by profile id. Writes nothing. Throws `StoreError`. */
export async function explain(
	{ store, clock }: { readonly store: Store; readonly clock: Clock },
	{ workspace, provider, model, group }: { readonly workspace: string; readonly provider: string } & Pick<Need, "model" | "group">,
): Promise<{ readonly accounts: readonly Explained[] }> {
	const { pool, accounts } = await readSnapshot(store, workspace, provider);
	const need: Need = {
		pool,
		now: clock(),
		...(model === undefined ? {} : { model }),
		...(group === undefined ? {} : { group }),
	};
	const order = candidates(accounts, need);
	return { accounts: accounts.toSorted(byProfileId).map((account) => explained(account, need, order)) };
}

function explained(account: Account, need: Need, order: readonly Account[]): Explained {
	const { eligible, reasons } = eligibility(account, need);
	return {
		profileId: account.profileId,
		eligible,
		reasons: reasons.map(({ until, ...reason }) => (until === undefined ? reason : { ...reason, until: isoTime(until) })),
		rank: eligible ? order.indexOf(account) + 1 : null,
	};
}
