import { parseJson } from "@smart-router/llm/chat/json.ts";
import { authHeaders, listModelsCall } from "@smart-router/llm/providers/endpoints.ts";
import { type ProviderModel, readListedModels } from "@smart-router/llm/providers/listed-models.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { askProvider } from "@smart-router/llm/transport/ask-provider.ts";
import { type HttpClient, HttpError } from "@smart-router/llm/transport/http.ts";
import { createCache } from "../cache.ts";
import type { Clock } from "../clock.ts";
import type { Credentials } from "../credential/credential.ts";
import { reveal } from "../credential/secret.ts";
import { KeysError } from "../keys/keys.ts";
import { type Store, StoreError } from "../store/store.ts";
import type { Account } from "./account.ts";
import { maxListBytes } from "./check-key.ts";
import { readPool } from "./pools.ts";

interface Deps {
	readonly store: Store;
	readonly credentials: Credentials;
	readonly http: HttpClient;
	readonly clock: Clock;
}

/** What the providers themselves list, asked with a linked account. Only lists of models ask for it, never a request to a model. */
export interface ListedModels {
	/** Empty when the provider cannot be asked: a list is never worth an error. */
	of(workspace: string, provider: Provider): Promise<readonly ProviderModel[]>;
}

const keptMs = 60 * 60_000;
/** After a failure it is asked again this soon. */
const retryMs = 60_000;
const maxLists = 1000;
/** Claude Code waits 3 s for a list of models. */
const limits = { timeoutMs: 1500, maxBytes: maxListBytes };

export function createListedModels(deps: Deps): ListedModels {
	const lists = createCache({
		clock: deps.clock,
		ttlMs: keptMs,
		ttlOf: (list: readonly ProviderModel[] | undefined) => (list === undefined ? retryMs : keptMs),
		maxEntries: maxLists,
		// The whole provider is the key: one that was moved or changed is another one.
		load: (key) => ask(deps, ...(JSON.parse(key) as [string, Provider])),
	});
	return { of: async (workspace, provider) => (await lists.get(JSON.stringify([workspace, provider]))) ?? [] };
}

/** Undefined when no list came. */
async function ask(deps: Deps, workspace: string, provider: Provider): Promise<readonly ProviderModel[] | undefined> {
	try {
		const account = await anyAccount(deps, workspace, provider.id);
		if (!account) return undefined;
		const { gen, profileId, credentialVersion: version } = account;
		const opened = await deps.credentials.open({ workspace, gen, profileId, version });
		// What a login's token may list differs by vendor and plan.
		if (!opened.ok || opened.secret.kind !== "api_key") return undefined;
		const { baseUrl, apiKey } = opened.secret;
		const call = listModelsCall(provider, baseUrl);
		const headers = { ...call.headers, ...authHeaders(provider, reveal(apiKey)), accept: "application/json" };
		const { status, text } = await askProvider(deps.http, { method: call.method, url: call.url, headers }, limits);
		return status === 200 ? readListedModels(provider, parseJson(text)) : undefined;
	} catch (error) {
		if (error instanceof HttpError || error instanceof StoreError || error instanceof KeysError) return undefined;
		throw error;
	}
}

/** The first that works; asking for a list is no use of it, and no claim. */
async function anyAccount({ store }: Deps, workspace: string, provider: string): Promise<Account | undefined> {
	const { accounts } = await readPool({ store }, workspace, provider);
	return accounts.find(({ enabled, refused, method }) => enabled && refused === undefined && method === "api_key");
}
