import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { workspacePk } from "../account/account.ts";
import { secret } from "../credential/secret.ts";
import { GatewayError } from "../errors.ts";
import { type Envelope, openText } from "../keys/envelope.ts";
import type { EncryptionContext, Keys } from "../keys/keys.ts";
import type { OAuthClient } from "../oauth/server.ts";
import type { Item, Key, Store } from "../store/store.ts";
import { endpointNames, endpointsOf, type OAuthEndpoints, type OwnEndpoints, secretEndpoints } from "./oauth-endpoints.ts";

/** The operator's OAuth client at a provider, as stored. */
export type StoredOAuthClient = {
	readonly workspace: string;
	readonly provider: string;
	readonly clientId: string;
	readonly clientAuth: OAuthClient["authMethod"];
	readonly own: OwnEndpoints;
	/** Where the server lay when the client was set. Logins go there and nowhere else, so no later setting redirects the secret. */
	readonly endpoints: OAuthEndpoints;
	/** Null: as described. */
	readonly scopes: readonly string[] | null;
	/** Null: an address of the gateway's. */
	readonly redirectUri: string | null;
	/** Sealed for the client id and the endpoints it is sent to; null for a public client. */
	readonly secret: Envelope | null;
	/** ms */
	readonly updatedAt: number;
	readonly revision: string;
};

const clientPrefix = "oauth-client#";
export const clientKey = (workspace: string, provider: string): Key => ({
	pk: workspacePk(workspace),
	sk: `${clientPrefix}${provider}`,
});

/** Undefined for an item without `endpoints`, from before clients kept them: its secret would not open, so the client has to be set again. */
export const toClient = (item: Item | undefined): StoredOAuthClient | undefined =>
	item?.["endpoints"] === undefined ? undefined : (item as unknown as StoredOAuthClient);

/** The operator's client at this provider, undefined when none is configured. */
export const readOAuthClient = async (
	{ store }: { readonly store: Store },
	workspace: string,
	provider: string,
): Promise<StoredOAuthClient | undefined> => toClient(await store.get(clientKey(workspace, provider)));

/** All of a workspace's clients by provider. */
export async function readOAuthClients(
	{ store }: { readonly store: Store },
	workspace: string,
): Promise<ReadonlyMap<string, StoredOAuthClient>> {
	const { items } = await store.query({ pk: workspacePk(workspace), prefix: clientPrefix });
	return new Map(items.flatMap((item) => toClient(item) ?? []).map((client) => [client.provider, client]));
}

/** The provider's description has moved on since the client was set: nobody signs in until an admin sets it again. */
export function isOutdated({ own, endpoints }: StoredOAuthClient, { oauth }: Pick<Provider, "oauth">): boolean {
	const now = endpointsOf(own, oauth);
	return endpointNames.some((name) => now?.[name] !== endpoints[name]);
}

type Place = Pick<StoredOAuthClient, "workspace" | "provider" | "clientId" | "endpoints">;

export const contextOf = ({ workspace, provider }: Place): EncryptionContext => ({ workspace, profile: provider, kind: "oauth-client" });
/** What the secret is sealed for, beside its place. */
export const bindingOf = ({ clientId, endpoints }: Place): Readonly<Record<string, string>> => ({
	clientId,
	...secretEndpoints(endpoints),
});

/** The client with its secret opened. Throws `GatewayError` oauth_client_missing when the secret cannot be opened any more; `KeysError` unavailable. */
export async function openOAuthClient({ keys }: { readonly keys: Keys }, stored: StoredOAuthClient): Promise<OAuthClient> {
	const client = { id: stored.clientId, authMethod: stored.clientAuth, secret: null };
	if (stored.secret === null) return client;
	const text = await openText(keys, contextOf(stored), bindingOf(stored), stored.secret);
	if (text !== undefined) return { ...client, secret: secret(text) };
	throw new GatewayError("oauth_client_missing", `The secret of the OAuth client for ${stored.provider} cannot be opened any more.`, {
		hint: `Set it again: smart-router providers client set ${stored.provider} --secret, or PUT /admin/providers/${stored.provider}/oauth-client.`,
	});
}

/**
 * The client that a token set was given to, for a call to `url`. The operator's secret goes along only when it is his client still, and only to where
 * it was sealed for; any other client counts as public. Throws like `openOAuthClient`.
 */
export async function clientOfTokens(
	deps: { readonly store: Store; readonly keys: Keys },
	{ workspace, provider, clientId }: Pick<StoredOAuthClient, "workspace" | "provider" | "clientId">,
	url: string,
): Promise<OAuthClient> {
	const stored = await readOAuthClient(deps, workspace, provider);
	const isTold = Object.values(stored ? secretEndpoints(stored.endpoints) : {}).some((known) => sameOrigin(known, url));
	if (stored?.clientId === clientId && isTold) return openOAuthClient(deps, stored);
	return { id: clientId, secret: null, authMethod: "client_secret_post" };
}

const sameOrigin = (one: string, other: string): boolean => URL.parse(one)?.origin === URL.parse(other)?.origin;
