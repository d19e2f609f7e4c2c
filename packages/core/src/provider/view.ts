import { standardDialect } from "@smart-router/llm/providers/oauth.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { revisionOf } from "../revision.ts";
import { isOutdated, type StoredOAuthClient } from "./oauth-client.ts";
import { type OAuthSetup, oauthSetupOf } from "./oauth-setup.ts";
import type { ProviderView } from "./provider.schema.ts";
import { type StoredProvider, settingsOf } from "./providers.ts";

export interface Shown {
	/** Those the catalog knows of it. */
	readonly catalogModels: readonly string[];
	readonly client: StoredOAuthClient | undefined;
}

/** A provider as lists show it. */
export function providerViewOf({ provider, item }: StoredProvider, { catalogModels, client }: Shown): ProviderView {
	const setup = oauthSetupOf(provider, client);
	const subscriptionLogins = (item && settingsOf(item).subscriptionLogins) ?? false;
	const configured = setup !== undefined && !(client && isOutdated(client, provider));
	const open = configured && (subscriptionLogins || !provider.oauth?.needsSubscriptionLogins);
	return {
		id: provider.id,
		name: provider.name,
		aliases: [...provider.aliases],
		protocol: provider.protocol,
		baseUrl: provider.baseUrl,
		auth: provider.auth,
		methods: methodsOf(provider, setup),
		models: [...new Set([...catalogModels, ...provider.models])],
		streaming: provider.streaming ?? null,
		streamUsage: provider.streamUsage ?? true,
		dashboardUrl: provider.dashboardUrl,
		termsNote: provider.termsNote,
		custom: provider.custom,
		revision: revisionOf(item),
		oauth: oauthView(provider, setup, { configured, clientId: client?.clientId ?? null, subscriptionLogins }),
		// As the specification says: OAuth first, where somebody has made it possible.
		recommended: open || !provider.methods.includes("api_key") ? "oauth" : "api_key",
	};
}

/** Every method there is, whether or not a client is configured yet. */
function methodsOf({ methods, oauth }: Provider, setup: OAuthSetup | undefined): ProviderView["methods"] {
	const device = setup ? setup.device !== null : oauth && (oauth.deviceUrl !== null || oauth.redirects.includes("hosted"));
	return [...new Set([...methods, ...(oauth || setup ? (["oauth"] as const) : []), ...(device ? (["device"] as const) : [])])];
}

function oauthView(
	{ oauth }: Provider,
	setup: OAuthSetup | undefined,
	admin: Pick<NonNullable<ProviderView["oauth"]>, "configured" | "clientId" | "subscriptionLogins">,
): ProviderView["oauth"] {
	if (!oauth && !setup) return null;
	const { host, ports, path } = setup?.loopback ?? oauth?.loopback ?? { host: "127.0.0.1", ports: [], path: "/callback" };
	return {
		...admin,
		redirects: [...(setup?.redirects ?? oauth?.redirects ?? [])],
		loopback: { host, ports: [...ports], path },
		device: setup?.device ?? null,
		scopes: [...(setup?.scopes ?? oauth?.scopes ?? [])],
		needsSubscriptionLogins: oauth?.needsSubscriptionLogins ?? false,
		pasted: (oauth?.dialect ?? standardDialect).pasted,
		clientHelp: oauth?.clientHelp ?? "Register a client at the provider's OAuth server.",
	};
}
