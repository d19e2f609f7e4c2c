import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { builtInProviders, customOAuth, customProvider, withBaseUrl } from "@smart-router/llm/providers/registry.ts";
import { workspacePk } from "../account/account.ts";
import { type Cache, createCache } from "../cache.ts";
import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import type { Item, Key, Store } from "../store/store.ts";
import type { PutProviderInput } from "./provider.schema.ts";

/** "Settings count within 30 s" holds for every process. */
const cachedMs = 30_000;
const maxWorkspaces = 1000;

const providerPrefix = "provider#";
export const providerKey = (workspace: string, id: string): Key => ({ pk: workspacePk(workspace), sk: `${providerPrefix}${id}` });

/** Built-in providers and a workspace's own, by workspace. */
export type Providers = Cache<readonly Provider[]>;

/** Cached at most 30 s; `forget(workspace)` after a change. */
export const createProviders = ({ store, clock }: { readonly store: Store; readonly clock: Clock }): Providers =>
	createCache({ clock, ttlMs: cachedMs, maxEntries: maxWorkspaces, load: (workspace) => resolveProviders({ store }, workspace) });

/** The built-in providers, at their overridden addresses where there are such, then the custom ones. Straight from the store. */
export const resolveProviders = async (deps: { readonly store: Store }, workspace: string): Promise<readonly Provider[]> =>
	(await resolveStored(deps, workspace)).map(({ provider }) => provider);

/** Each with the item that makes or moves it, undefined where a built-in one is as it was built in. */
export async function resolveStored({ store }: { readonly store: Store }, workspace: string): Promise<readonly StoredProvider[]> {
	const { items } = await store.query({ pk: workspacePk(workspace), prefix: providerPrefix });
	const stored = new Map(items.map((item) => [item.sk.slice(providerPrefix.length), item]));
	const builtIn = builtInProviders.map((provider) => {
		const item = stored.get(provider.id);
		stored.delete(provider.id);
		const { baseUrl, otherBaseUrls } = item ? settingsOf(item) : {};
		return { provider: baseUrl === undefined ? provider : withBaseUrl(provider, baseUrl, otherBaseUrls), item };
	});
	const custom = [...stored].flatMap(([id, item]) => {
		const provider = customOf(id, settingsOf(item));
		return provider ? [{ provider, item }] : [];
	});
	return [...builtIn, ...custom];
}

export interface StoredProvider {
	readonly provider: Provider;
	readonly item: Item | undefined;
}

/** What an admin set for a provider; nothing stands for what he left as it is built in. */
export type ProviderSettings = { readonly [name in keyof PutProviderInput]?: NonNullable<PutProviderInput[name]> };

/** Undefined when an admin set nothing. */
export async function readProviderSettings(
	{ store }: { readonly store: Store },
	workspace: string,
	id: string,
): Promise<ProviderSettings | undefined> {
	const item = await store.get(providerKey(workspace, id));
	return item && settingsOf(item);
}

/** What an admin set in the item of a provider. */
export const settingsOf = (item: Item): ProviderSettings => item["settings"] as unknown as ProviderSettings;

/** Undefined when a provider that once was built in left only an override behind. */
export function customOf(
	id: string,
	{ protocol, baseUrl, otherBaseUrls, models, auth, streaming, streamUsage, oauth }: ProviderSettings,
): Provider | undefined {
	if (protocol === undefined || baseUrl === undefined) return undefined;
	const described = oauth && { oauth: customOAuth(oauth) };
	const custom = customProvider({
		id,
		protocol,
		baseUrl,
		models: models ?? [],
		streaming,
		streamUsage,
		...(auth && { auth }),
		...described,
	});
	return otherBaseUrls ? { ...custom, otherBaseUrls } : custom;
}

/** The provider of this id or alias. Throws `GatewayError` not_found. */
export function findProvider(providers: readonly Provider[], name: string): Provider {
	const wanted = name.toLowerCase();
	const found = providers.find(({ id }) => id === wanted) ?? providers.find(({ aliases }) => aliases.includes(wanted));
	if (found) return found;
	throw new GatewayError("not_found", "There is no such provider.", {
		param: "provider",
		hint: `Known providers: ${providers.map(({ id }) => id).join(", ")}. Add others with PUT /admin/providers/{id}.`,
	});
}
