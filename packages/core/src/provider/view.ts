import type { Provider } from "@smart-router/llm/providers/provider.ts";
import type { ProviderView } from "./provider.schema.ts";

/** A provider as lists show it; `catalogModels` are those the catalog knows of it. */
export const providerViewOf = (provider: Provider, catalogModels: readonly string[]): ProviderView => ({
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
});
