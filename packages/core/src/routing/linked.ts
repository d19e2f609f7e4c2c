import { undated } from "@smart-router/llm/catalog/catalog.ts";
import type { Account } from "../account/account.ts";
import { type PoolSnapshot, readPools } from "../account/pools.ts";
import { type Cache, createCache } from "../cache.ts";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";

/** What is linked at one provider, one account at least, as it was at most 10 s ago: good for hints, never for a claim. */
export interface LinkedPool extends PoolSnapshot {
	/** Model ids that accounts were told to serve, or that the provider listed for logins: those of their plans. */
	readonly models: readonly string[];
	/** Model ids that the provider listed for keys: whatever it has, chat models or not. */
	readonly listed: readonly string[];
}

/** What is linked in a workspace, by provider id. */
export type Linked = ReadonlyMap<string, LinkedPool>;

const cachedMs = 10_000;
const maxWorkspaces = 1000;

/** Which providers have an account, by workspace; cached at most 10 s, `forget(workspace)` after linking or removing one. */
export const createLinked = ({ store, clock }: { readonly store: Store; readonly clock: Clock }): Cache<Linked> =>
	createCache({ clock, ttlMs: cachedMs, maxEntries: maxWorkspaces, load: (workspace) => readLinked(store, workspace) });

/** Straight from the store, in one query. Throws `StoreError`. */
export async function readLinked(store: Store, workspace: string): Promise<Linked> {
	const pools = (await readPools({ store }, workspace)).filter(({ accounts }) => accounts.length > 0);
	return new Map(pools.map((snapshot) => [snapshot.pool.provider, linkedPool(snapshot)]));
}

function linkedPool({ pool, accounts }: PoolSnapshot): LinkedPool {
	const models = accounts.flatMap((account) => [...(account.models ?? []), ...(ownList(account) ?? [])]);
	const listed = accounts.flatMap(({ method, served }) => (method === "api_key" ? (served ?? []) : []));
	return { pool, accounts, models: [...new Set(models)], listed: [...new Set(listed)] };
}

/** Whether the account serves the model as far as is known: an admin's list decides, then that of a login's plan. A key's list leaves names out. */
export const mayServe = (account: Pick<Account, "models" | "served" | "method">, model: string): boolean =>
	account.models?.includes(model) ?? ownList(account)?.some((id) => undated(id) === undated(model)) ?? true;

const ownList = ({ method, served }: Pick<Account, "served" | "method">): readonly string[] | undefined =>
	method === "api_key" ? undefined : served;
