import type { Store } from "../store/store.ts";
import { type Account, isAccountItem, type Pool, poolKey, toAccount, toPool, workspacePk } from "./account.ts";
import { accountNotFound, keyOfProfile, parseProfileId } from "./profile-id.ts";

/** A pool and its accounts. */
export interface PoolSnapshot {
	readonly pool: Pool;
	readonly accounts: readonly Account[];
}

/** All pools of a workspace by provider, from one consistent Query. */
export async function readPools({ store }: { readonly store: Store }, workspace: string): Promise<PoolSnapshot[]> {
	const { items } = await store.query({ pk: workspacePk(workspace), prefix: "rotation#" });
	const byProvider = Map.groupBy(items, (item) => item.sk.split("#")[1] ?? "");
	return [...byProvider].map(([provider, ofPool]) => ({
		pool: toPool(
			workspace,
			provider,
			ofPool.find((item) => !isAccountItem(item)),
		),
		accounts: ofPool.filter(isAccountItem).map(toAccount),
	}));
}

/** One account. Throws `GatewayError` account_not_found. */
export async function readAccount({ store }: { readonly store: Store }, workspace: string, profileId: string): Promise<Account> {
	const item = await store.get(keyOfProfile(workspace, profileId));
	if (!item) throw accountNotFound();
	return toAccount(item);
}

/** The pool of a profile id. */
export async function readPoolOf({ store }: { readonly store: Store }, workspace: string, profileId: string): Promise<Pool> {
	const { provider } = parseProfileId(profileId);
	return toPool(workspace, provider, await store.get(poolKey(workspace, provider)));
}
