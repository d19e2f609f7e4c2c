import { tryKey } from "@smart-router/core/account/link.ts";
import { requireWholePool } from "@smart-router/core/api-key/limits.ts";
import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { pageOfNamed } from "@smart-router/core/page.ts";
import { clientNotFound, deleteOAuthClient, putOAuthClient } from "@smart-router/core/provider/change-oauth-client.ts";
import { deleteProvider, putProvider } from "@smart-router/core/provider/change-provider.ts";
import { readOAuthClient, readOAuthClients, type StoredOAuthClient } from "@smart-router/core/provider/oauth-client.ts";
import { oauthClientViewOf } from "@smart-router/core/provider/oauth-client-view.ts";
import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import { findProvider, resolveProviders, resolveStored, type StoredProvider } from "@smart-router/core/provider/providers.ts";
import { providerViewOf } from "@smart-router/core/provider/view.ts";
import { modelsOf } from "@smart-router/llm/catalog/catalog.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { providerIdText } from "@smart-router/llm/providers/provider-id.schema.ts";
import * as z from "zod";
import type { Deps } from "../deps.ts";
import { readInput } from "../middleware/input.ts";
import type { Operations } from "../operations.ts";
import { readablePool } from "./named.ts";

const show = (stored: StoredProvider, client: StoredOAuthClient | undefined): ProviderView =>
	providerViewOf(stored, { catalogModels: modelsOf(stored.provider.id).map(({ id }) => id), client });

/** The path of a provider that may not be there yet. */
const named = z.object({ id: providerIdText });

/** The provider of this id or alias. Throws `GatewayError` not_found. */
async function viewNamed(deps: Pick<Deps, "store">, workspace: string, name: string): Promise<ProviderView> {
	const all = await resolveStored(deps, workspace);
	const found = findProvider(
		all.map(({ provider }) => provider),
		name,
	);
	const stored = all.find(({ provider }) => provider === found) ?? { provider: found, item: undefined };
	return show(stored, await readOAuthClient(deps, workspace, found.id));
}

export const providerOperations: Operations<
	| "listProviders"
	| "getProvider"
	| "checkApiKey"
	| "putProvider"
	| "deleteProvider"
	| "getOAuthClient"
	| "putOAuthClient"
	| "deleteOAuthClient"
> = {
	async listProviders(deps, { principal: { workspace }, query }) {
		const [providers, clients] = await Promise.all([resolveStored(deps, workspace), readOAuthClients(deps, workspace)]);
		const views = providers.map((stored) => show(stored, clients.get(stored.provider.id))).toSorted((a, b) => (a.id < b.id ? -1 : 1));
		return pageOfNamed(views, ({ id }) => id, query);
	},

	async checkApiKey(deps, { principal, params, body }) {
		const provider = await readablePool(deps, principal, { provider: params["id"] ?? "" });
		return { verifiedAt: new Date(await tryKey(deps, principal.workspace, { ...body, provider })).toISOString() };
	},

	getProvider: (deps, { principal, params }) => viewNamed(deps, principal.workspace, params["id"] ?? ""),

	async putProvider(deps, { principal, params, body, expected }) {
		const { id } = readInput(named, params);
		requireWholePool(principal, id);
		await putProvider(deps, principal.workspace, id, body, expected);
		return viewNamed(deps, principal.workspace, id);
	},

	async deleteProvider(deps, { principal, params, expected }) {
		const id = params["id"] ?? "";
		requireWholePool(principal, id);
		await deleteProvider(deps, principal.workspace, id, expected);
	},

	async getOAuthClient(deps, { principal, params, baseUrl }) {
		const provider = await ownProvider(deps, principal, params);
		const client = await readOAuthClient(deps, principal.workspace, provider.id);
		if (client === undefined) throw clientNotFound();
		return oauthClientViewOf(provider, client, baseUrl);
	},

	async putOAuthClient(deps, { principal, params, body, expected, baseUrl }) {
		const provider = await ownProvider(deps, principal, params);
		return oauthClientViewOf(provider, await putOAuthClient(deps, principal.workspace, provider, body, expected), baseUrl);
	},

	async deleteOAuthClient(deps, { principal, params, expected }) {
		const { id } = await ownProvider(deps, principal, params);
		await deleteOAuthClient(deps, principal.workspace, id, expected);
	},
};

/** The provider a path names, by id or alias, when the key reaches all of it. Throws `GatewayError` not_found, permission_denied. */
async function ownProvider(deps: Pick<Deps, "store">, principal: Principal, params: Readonly<Record<string, string>>): Promise<Provider> {
	const provider = findProvider(await resolveProviders(deps, principal.workspace), params["id"] ?? "");
	requireWholePool(principal, provider.id);
	return provider;
}
