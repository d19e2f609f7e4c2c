import { tryKey } from "@smart-router/core/account/link.ts";
import { requireWholePool } from "@smart-router/core/api-key/limits.ts";
import { pageOfNamed } from "@smart-router/core/page.ts";
import { deleteProvider, putProvider } from "@smart-router/core/provider/change-provider.ts";
import { providerIdText } from "@smart-router/core/provider/provider.schema.ts";
import { resolveProviders } from "@smart-router/core/provider/providers.ts";
import { providerViewOf } from "@smart-router/core/provider/view.ts";
import { modelsOf } from "@smart-router/llm/catalog/catalog.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { readInput } from "../middleware/input.ts";
import type { Operations } from "../operations.ts";
import { readablePool } from "./named.ts";

const show = (provider: Provider) =>
	providerViewOf(
		provider,
		modelsOf(provider.id).map(({ id }) => id),
	);

export const providerOperations: Operations<"listProviders" | "checkApiKey" | "putProvider" | "deleteProvider"> = {
	async listProviders(deps, { principal, query }) {
		const providers = (await resolveProviders(deps, principal.workspace)).map(show).toSorted((a, b) => (a.id < b.id ? -1 : 1));
		return pageOfNamed(providers, ({ id }) => id, query);
	},

	async checkApiKey(deps, { principal, params, body }) {
		const provider = await readablePool(deps, principal, { provider: params["id"] ?? "" });
		return { verifiedAt: new Date(await tryKey(deps, principal.workspace, { ...body, provider })).toISOString() };
	},

	async putProvider(deps, { principal, params, body }) {
		const id = readInput(providerIdText, params["id"]);
		requireWholePool(principal, id);
		return show(await putProvider(deps, principal.workspace, id, body));
	},

	async deleteProvider(deps, { principal, params }) {
		const id = params["id"] ?? "";
		requireWholePool(principal, id);
		await deleteProvider(deps, principal.workspace, id);
	},
};
