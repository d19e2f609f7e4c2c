import { workspacePk } from "../account/account.ts";
import { type Cache, createCache } from "../cache.ts";
import type { Clock } from "../clock.ts";
import type { Key, Store } from "../store/store.ts";
import type { RoutingRules } from "./routing.schema.ts";

/** "Settings count within 30 s" holds for every process. */
const cachedMs = 30_000;
const maxWorkspaces = 1000;

export const noRules: RoutingRules = { aliases: {}, fallbacks: {}, auto: [] };

const settingsKey = (workspace: string): Key => ({ pk: workspacePk(workspace), sk: "settings" });

/** Routing rules by workspace. */
export type RoutingSettings = Cache<RoutingRules>;

/** The rules of workspaces, cached at most 30 s; `forget(workspace)` after a change. */
export const createRoutingSettings = ({ store, clock }: { readonly store: Store; readonly clock: Clock }): RoutingSettings =>
	createCache({ clock, ttlMs: cachedMs, maxEntries: maxWorkspaces, load: (workspace) => readRoutingRules({ store }, workspace) });

/** Straight from the store; the defaults where nothing was set. */
export async function readRoutingRules({ store }: { readonly store: Store }, workspace: string): Promise<RoutingRules> {
	const item = await store.get(settingsKey(workspace));
	return item ? { ...noRules, ...(item.routing as unknown as RoutingRules) } : noRules;
}

/** Replaces the rules as a whole. */
export async function putRoutingRules(
	{ store, routing }: { readonly store: Store; readonly routing: RoutingSettings },
	workspace: string,
	rules: RoutingRules,
): Promise<RoutingRules> {
	await store.put({ ...settingsKey(workspace), routing: rules });
	routing.forget(workspace);
	return rules;
}
