import { tryKey } from "@smart-router/core/account/link.ts";
import { requireWholePool } from "@smart-router/core/api-key/limits.ts";
import { pageOfNamed } from "@smart-router/core/page.ts";
import { deleteProvider, putProvider } from "@smart-router/core/provider/change-provider.ts";
import { type ProviderView, providerIdText } from "@smart-router/core/provider/provider.schema.ts";
import { findProvider, resolveStored, type StoredProvider } from "@smart-router/core/provider/providers.ts";
import { providerViewOf } from "@smart-router/core/provider/view.ts";
import { modelsOf } from "@smart-router/llm/catalog/catalog.ts";
import type { Deps } from "../deps.ts";
import { readInput } from "../middleware/input.ts";
import type { Operations } from "../operations.ts";
import { readablePool } from "./named.ts";

const show = (stored: StoredProvider): ProviderView =>
	providerViewOf(
		stored,
		modelsOf(stored.provider.id).map(({ id }) => id),
	);

/** The provider of this id or alias. Throws `GatewayError` not_found. */
async function viewNamed(deps: Pick<Deps, "store">, workspace: string, name: string): Promise<ProviderView> {
	const all = await resolveStored(deps, workspace);
	const found = findProvider(
		all.map(({ provider }) => provider),
		name,
	);
	return show(all.find(({ provider }) => provider === found) ?? { provider: found, item: undefined });
}

export const providerOperations: Operations<"listProviders" | "getProvider" | "checkApiKey" | "putProvider" | "deleteProvider"> = {
	async listProviders(deps, { principal, query }) {
		const providers = (await resolveStored(deps, principal.workspace)).map(show).toSorted((a, b) => (a.id < b.id ? -1 : 1));
		return pageOfNamed(providers, ({ id }) => id, query);
	},

	async checkApiKey(deps, { principal, params, body }) {
		const provider = await readablePool(deps, principal, { provider: params["id"] ?? "" });
		return { verifiedAt: new Date(await tryKey(deps, principal.workspace, { ...body, provider })).toISOString() };
	},

	getProvider: (deps, { principal, params }) => viewNamed(deps, principal.workspace, params["id"] ?? ""),

	async putProvider(deps, { principal, params, body, expected }) {
		const id = readInput(providerIdText, params["id"]);
		requireWholePool(principal, id);
		await putProvider(deps, principal.workspace, id, body, expected);
		return viewNamed(deps, principal.workspace, id);
	},

	async deleteProvider(deps, { principal, params, expected }) {
		const id = params["id"] ?? "";
		requireWholePool(principal, id);
		await deleteProvider(deps, principal.workspace, id, expected);
	},
};
