import type { Store } from "../store/store.ts";
import { type Account, type Pool, poolKey, toAccount, toPool } from "./account.ts";
import { accountNotFound, keyOfProfile, parseProfileId } from "./profile-id.ts";

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
