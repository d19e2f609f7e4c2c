import { type Account, isAccountItem, type Pool, poolPrefix, toAccount, toPool, workspacePk } from "../account/account.ts";
import type { Store } from "../store/store.ts";

/** A pool as one strongly consistent Query read it. */
export interface Snapshot {
	readonly pool: Pool;
	readonly accounts: readonly Account[];
}

/** Everything selection needs of a pool. Throws `StoreError`. */
export async function readSnapshot(store: Store, workspace: string, provider: string): Promise<Snapshot> {
	const { items } = await store.query({ pk: workspacePk(workspace), prefix: poolPrefix(provider) });
	return {
		pool: toPool(
			workspace,
			provider,
			items.find((item) => !isAccountItem(item)),
		),
		accounts: items.filter(isAccountItem).map(toAccount),
	};
}

/** The snapshot with one account as it is known to stand now. */
export const withAccount = ({ pool, accounts }: Snapshot, account: Account): Snapshot => ({
	pool,
	accounts: accounts.map((known) => (known.sk === account.sk ? account : known)),
});

/** The snapshot without an account that is known to be gone. */
export const withoutAccount = ({ pool, accounts }: Snapshot, { sk }: Account): Snapshot => ({
	pool,
	accounts: accounts.filter((known) => known.sk !== sk),
});
