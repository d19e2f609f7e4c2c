import type { Provider } from "@smart-router/llm/providers/provider.ts";
import type { OAuthClientView } from "./oauth-client.schema.ts";
import { isOutdated, type StoredOAuthClient } from "./oauth-client.ts";
import { callbackPath, oauthSetupOf } from "./oauth-setup.ts";

/** The client as the API shows it. `baseUrl` is this gateway's own address. */
export function oauthClientViewOf(provider: Provider, client: StoredOAuthClient, baseUrl: string): OAuthClientView {
	const setup = oauthSetupOf(provider, client);
	const hosted = setup?.redirects.includes("hosted") ?? false;
	const { authorizeUrl, ...endpoints } = client.endpoints;
	return {
		provider: provider.id,
		clientId: client.clientId,
		hasSecret: client.secret !== null,
		clientAuth: client.clientAuth,
		...endpoints,
		authorizeUrl: authorizeUrl || null,
		scopes: [...(setup?.scopes ?? [])],
		redirectUri: client.redirectUri,
		callbackUrl: hosted ? (client.redirectUri ?? `${baseUrl}${callbackPath(provider.id)}`) : null,
		outdated: isOutdated(client, provider),
		updatedAt: new Date(client.updatedAt).toISOString(),
		revision: client.revision,
	};
}
