import { workspacePk } from "../account/account.ts";
import { type Cache, createCache } from "../cache.ts";
import type { Clock } from "../clock.ts";
import { replaceRevised } from "../revised.ts";
import { type Expected, revisionOf } from "../revision.ts";
import type { Item, Key, Store } from "../store/store.ts";
import type { RoutingRules, RoutingView } from "./routing.schema.ts";

/** "Settings count within 30 s" holds for every process. */
const cachedMs = 30_000;
const maxWorkspaces = 1000;

export const noRules: RoutingRules = {
	aliases: {},
	fallbacks: {},
	defaultFallback: "none",
	auto: [],
	tiers: { SIMPLE: [], MEDIUM: [], COMPLEX: [], REASONING: [] },
	profiles: {},
};

const settingsKey = (workspace: string): Key => ({ pk: workspacePk(workspace), sk: "settings" });

/** Routing rules by workspace. */
export type RoutingSettings = Cache<RoutingRules>;

/** The rules of workspaces, cached at most 30 s; `forget(workspace)` after a change. */
export const createRoutingSettings = ({ store, clock }: { readonly store: Store; readonly clock: Clock }): RoutingSettings =>
	createCache({ clock, ttlMs: cachedMs, maxEntries: maxWorkspaces, load: (workspace) => readRoutingRules({ store }, workspace) });

/** Straight from the store; the defaults where nothing was set. */
export const readRoutingRules = async ({ store }: { readonly store: Store }, workspace: string): Promise<RoutingRules> =>
	rulesOf(await store.get(settingsKey(workspace)));

/** The rules as the API shows them. */
export async function showRouting({ store }: { readonly store: Store }, workspace: string): Promise<RoutingView> {
	const item = await store.get(settingsKey(workspace));
	return { ...rulesOf(item), revision: revisionOf(item) };
}

const rulesOf = (item: Item | undefined): RoutingRules => (item ? { ...noRules, ...(item.routing as unknown as RoutingRules) } : noRules);

/** Replaces the rules as a whole. Throws `GatewayError` precondition_failed. */
export async function putRoutingRules(
	{ store, clock, routing }: { readonly store: Store; readonly clock: Clock; readonly routing: RoutingSettings },
	workspace: string,
	rules: RoutingRules,
	expected?: Expected,
): Promise<RoutingView> {
	const item = await replaceRevised({ store, clock }, settingsKey(workspace), expected, () => ({ routing: rules }));
	routing.forget(workspace);
	return { ...rules, revision: revisionOf(item) };
}
