import { revisionOf } from "../revision.ts";
import type { ProviderView } from "./provider.schema.ts";
import type { StoredProvider } from "./providers.ts";

/** A provider as lists show it; `catalogModels` are those the catalog knows of it. */
export const providerViewOf = ({ provider, item }: StoredProvider, catalogModels: readonly string[]): ProviderView => ({
	id: provider.id,
	name: provider.name,
	aliases: [...provider.aliases],
	protocol: provider.protocol,
	baseUrl: provider.baseUrl,
	auth: provider.auth,
	methods: [...provider.methods],
	models: [...new Set([...catalogModels, ...provider.models])],
	streaming: provider.streaming ?? null,
	dashboardUrl: provider.dashboardUrl,
	termsNote: provider.termsNote,
	custom: provider.custom,
	revision: revisionOf(item),
});
