import type { Item, Store } from "../store/store.ts";
import { type Account, isAccountItem, type Pool, poolPrefix, toAccount, toPool, workspacePk } from "./account.ts";

/** A pool and its accounts. */
export interface PoolSnapshot {
	readonly pool: Pool;
	readonly accounts: readonly Account[];
}

/** The accounts among the items of pools. */
export const accountsIn = (items: readonly Item[]): Account[] => items.filter(isAccountItem).map(toAccount);

/** The items of one pool, which may be none. */
export const poolOf = (workspace: string, provider: string, items: readonly Item[]): PoolSnapshot => ({
	pool: toPool(
		workspace,
		provider,
		items.find((item) => !isAccountItem(item)),
	),
	accounts: accountsIn(items),
});

/** All pools of a workspace by provider, from one consistent Query. Throws `StoreError`. */
export async function readPools({ store }: { readonly store: Store }, workspace: string): Promise<PoolSnapshot[]> {
	const { items } = await store.query({ pk: workspacePk(workspace), prefix: "rotation#" });
	const byProvider = Map.groupBy(items, ({ sk }) => sk.split("#")[1] ?? "");
	return [...byProvider].map(([provider, ofPool]) => poolOf(workspace, provider, ofPool));
}

/** One pool, from one consistent Query; its defaults where nothing is linked. Throws `StoreError`. */
export async function readPool({ store }: { readonly store: Store }, workspace: string, provider: string): Promise<PoolSnapshot> {
	const { items } = await store.query({ pk: workspacePk(workspace), prefix: poolPrefix(provider) });
	return poolOf(workspace, provider, items);
}
