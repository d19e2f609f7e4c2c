import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { GatewayError } from "../errors.ts";
import { isOutdated, readOAuthClient } from "../provider/oauth-client.ts";
import { type OAuthSetup, oauthSetupOf } from "../provider/oauth-setup.ts";
import { readProviderSettings } from "../provider/providers.ts";
import type { Store } from "../store/store.ts";

/** How this workspace signs in at a provider now. Throws `GatewayError` oauth_client_missing or subscription_logins_off, which say what to do. */
export async function requireSetup({ store }: { readonly store: Store }, workspace: string, provider: Provider): Promise<OAuthSetup> {
	const [client, settings] = await Promise.all([
		readOAuthClient({ store }, workspace, provider.id),
		readProviderSettings({ store }, workspace, provider.id),
	]);
	const setup = oauthSetupOf(provider, client);
	if (setup === undefined) throw clientMissing(provider);
	if (client && isOutdated(client, provider)) throw clientOutdated(provider);
	if (provider.oauth?.needsSubscriptionLogins && !settings?.subscriptionLogins) throw subscriptionLoginsOff(provider);
	return setup;
}

export function clientMissing({ id, name, oauth, methods }: Provider): GatewayError {
	const other = methods.includes("api_key") ? ` Without one, link an API key: smart-router login ${id} --method api-key.` : "";
	const where = oauth?.clientHelp ?? "Register a client at the provider's OAuth server.";
	return new GatewayError("oauth_client_missing", `No OAuth client is configured for ${name}, so nobody can sign in there.`, {
		hint: `An admin sets one: smart-router providers client set ${id} --client-id <id> --secret (or PUT /admin/providers/${id}/oauth-client). ${where}${other}`,
	});
}

/** The secret is bound to the old endpoints: sent nowhere until somebody who knows it says that the new ones are right. */
const clientOutdated = ({ id, name }: Provider): GatewayError =>
	new GatewayError(
		"oauth_client_missing",
		`The OAuth endpoints of ${name} have changed since its client was set, so nobody can sign in there.`,
		{
			hint: `An admin checks the endpoints and sets the client again: smart-router providers client set ${id} --client-id <id> --secret (or PUT /admin/providers/${id}/oauth-client).`,
		},
	);

const subscriptionLoginsOff = ({ id, name, termsNote }: Provider): GatewayError =>
	new GatewayError("subscription_logins_off", `Logins with a ${name} plan are off on this gateway.`, {
		hint: `An admin who accepts the provider's terms turns them on: smart-router providers set ${id} --plan-logins on (or PUT /admin/providers/${id} {"subscriptionLogins": true}).${termsNote ? ` ${termsNote}` : ""}`,
	});
