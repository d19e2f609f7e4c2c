import { workspacePk } from "../account/account.ts";
import { type Cache, createCache } from "../cache.ts";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";

/** What is linked in a workspace: provider id to the model ids its accounts were told to serve (empty when they serve all). */
export type Linked = ReadonlyMap<string, readonly string[]>;

const cachedMs = 10_000;
const maxWorkspaces = 1000;
const accountSk = /^rotation#([^#]+)#account#/;

/** Which providers have an account, by workspace; cached at most 10 s, `forget(workspace)` after linking or removing one. */
export const createLinked = ({ store, clock }: { readonly store: Store; readonly clock: Clock }): Cache<Linked> =>
	createCache({ clock, ttlMs: cachedMs, maxEntries: maxWorkspaces, load: (workspace) => readLinked(store, workspace) });

async function readLinked(store: Store, workspace: string): Promise<Linked> {
	const { items } = await store.query({ pk: workspacePk(workspace), prefix: "rotation#" });
	const linked = new Map<string, string[]>();
	for (const item of items) {
		const provider = accountSk.exec(item.sk)?.[1];
		if (provider === undefined) continue;
		const models = Array.isArray(item["models"]) ? (item["models"] as string[]) : [];
		linked.set(provider, [...(linked.get(provider) ?? []), ...models]);
	}
	return linked;
}
