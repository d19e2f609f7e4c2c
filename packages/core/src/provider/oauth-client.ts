import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { workspacePk } from "../account/account.ts";
import type { Clock } from "../clock.ts";
import { reveal, type Secret, secret } from "../credential/secret.ts";
import { GatewayError } from "../errors.ts";
import { type Envelope, openText, sealText } from "../keys/envelope.ts";
import type { EncryptionContext, Keys } from "../keys/keys.ts";
import type { OAuthClient } from "../oauth/server.ts";
import { exists, type Item, type Key, type Store } from "../store/store.ts";
import type { OAuthClientView } from "./oauth-client.schema.ts";
import type { PutOAuthClientBody } from "./oauth-client-body.ts";
import { callbackPath, isLoopbackHost, oauthSetupOf } from "./oauth-setup.ts";

/** The operator's OAuth client at a provider, as stored. What is null is as the provider's description says. */
export type StoredOAuthClient = {
	readonly pk: string;
	readonly sk: string;
	readonly workspace: string;
	readonly provider: string;
	readonly clientId: string;
	readonly clientAuth: OAuthClient["authMethod"];
	/** The only address the secret may be sent to: it is sealed for it. */
	readonly tokenUrl: string;
	/** True when the operator named it, false when it is the description's of that day. */
	readonly ownTokenUrl: boolean;
	readonly issuer: string | null;
	readonly authorizeUrl: string | null;
	readonly deviceUrl: string | null;
	readonly revokeUrl: string | null;
	readonly userinfoUrl: string | null;
	readonly scopes: readonly string[] | null;
	readonly redirectUri: string | null;
	/** The sealed secret, null for a public client. */
	readonly secret: Envelope | null;
	/** ms */
	readonly updatedAt: number;
};

const clientPrefix = "oauth-client#";
const clientKey = (workspace: string, provider: string): Key => ({ pk: workspacePk(workspace), sk: `${clientPrefix}${provider}` });
const toClient = (item: Item): StoredOAuthClient => item as unknown as StoredOAuthClient;

/** The operator's client at this provider, undefined when none is configured. */
export async function readOAuthClient(
	{ store }: { readonly store: Store },
	workspace: string,
	provider: string,
): Promise<StoredOAuthClient | undefined> {
	const item = await store.get(clientKey(workspace, provider));
	return item && toClient(item);
}

/** All of a workspace's clients by provider. */
export async function readOAuthClients(
	{ store }: { readonly store: Store },
	workspace: string,
): Promise<ReadonlyMap<string, StoredOAuthClient>> {
	const { items } = await store.query({ pk: workspacePk(workspace), prefix: clientPrefix });
	return new Map(items.map(toClient).map((client) => [client.provider, client]));
}

const contextOf = ({ workspace, provider }: Pick<StoredOAuthClient, "workspace" | "provider">): EncryptionContext => ({
	workspace,
	profile: provider,
	kind: "oauth-client",
});
const bindingOf = ({ clientId, tokenUrl }: Pick<StoredOAuthClient, "clientId" | "tokenUrl">) => ({ clientId, tokenUrl });

/** The client with its secret opened. Throws `GatewayError` oauth_client_missing when the secret cannot be opened any more; `KeysError` unavailable. */
export async function openOAuthClient({ keys }: { readonly keys: Keys }, stored: StoredOAuthClient): Promise<OAuthClient> {
	return { id: stored.clientId, authMethod: stored.clientAuth, secret: await openSecret(keys, stored) };
}

async function openSecret(keys: Keys, stored: StoredOAuthClient): Promise<Secret | null> {
	if (stored.secret === null) return null;
	const text = await openText(keys, contextOf(stored), bindingOf(stored), stored.secret);
	if (text !== undefined) return secret(text);
	throw new GatewayError("oauth_client_missing", `The secret of the OAuth client for ${stored.provider} cannot be opened any more.`, {
		hint: `Set it again with PUT /admin/providers/${stored.provider}/oauth-client.`,
	});
}

/**
 * The client that a token set was given to. The operator's secret goes along only when it is his client still, and only to the address it was sealed
 * for; any other client counts as public. Throws like `openOAuthClient`.
 */
export async function clientOfTokens(
	deps: { readonly store: Store; readonly keys: Keys },
	workspace: string,
	provider: string,
	{ clientId, tokenUrl }: { readonly clientId: string; readonly tokenUrl: string },
): Promise<OAuthClient> {
	const stored = await readOAuthClient(deps, workspace, provider);
	if (stored?.clientId === clientId && sameOrigin(stored.tokenUrl, tokenUrl)) return openOAuthClient(deps, stored);
	return { id: clientId, secret: null, authMethod: "client_secret_post" };
}

const sameOrigin = (one: string, other: string): boolean => URL.parse(one)?.origin === URL.parse(other)?.origin;

interface ChangeDeps {
	readonly store: Store;
	readonly keys: Keys;
	readonly clock: Clock;
	/** Makes an address uniform, or refuses it by the rules of this stage. */
	readonly checkBaseUrl: (text: string) => string;
}

const endpoints = ["issuer", "authorizeUrl", "deviceUrl", "revokeUrl", "userinfoUrl"] as const;

/**
 * Stores the operator's client in the place of an older one. Every address is checked like a base URL; the secret is sealed for the token endpoint.
 * Throws `GatewayError` invalid_request naming the field; `KeysError`.
 */
export async function putOAuthClient(
	deps: ChangeDeps,
	workspace: string,
	provider: Provider,
	input: PutOAuthClientBody,
): Promise<StoredOAuthClient> {
	const checked = Object.fromEntries(endpoints.map((field) => [field, checkedUrl(deps, field, input[field])]));
	const tokenUrl = checkedUrl(deps, "tokenUrl", input.tokenUrl) ?? provider.oauth?.tokenUrl;
	if (tokenUrl === undefined) throw missing("tokenUrl", provider);
	if (!checked["authorizeUrl"] && !provider.oauth && !checked["deviceUrl"]) throw missing("authorizeUrl", provider);
	const place = { workspace, provider: provider.id, clientId: input.clientId, tokenUrl };
	const item = {
		...clientKey(workspace, provider.id),
		...place,
		...(checked as Pick<StoredOAuthClient, (typeof endpoints)[number]>),
		ownTokenUrl: input.tokenUrl !== undefined,
		clientAuth: input.clientAuth ?? "client_secret_post",
		scopes: input.scopes ?? null,
		redirectUri: checkedRedirect(input.redirectUri),
		secret:
			input.clientSecret === undefined ? null : await sealText(deps.keys, contextOf(place), bindingOf(place), reveal(input.clientSecret)),
		updatedAt: deps.clock(),
	} as const;
	await deps.store.put(item);
	return item;
}

/** Throws `GatewayError` not_found. */
export async function deleteOAuthClient({ store }: { readonly store: Store }, workspace: string, provider: string): Promise<void> {
	const removed = await store.remove(clientKey(workspace, provider), exists("pk"));
	if (!removed.ok) throw new GatewayError("not_found", "No OAuth client is configured for this provider.", { param: "id" });
}

function checkedUrl({ checkBaseUrl }: ChangeDeps, param: string, text: string | undefined): string | null {
	if (text === undefined) return null;
	try {
		checkBaseUrl(text);
		return text;
	} catch (error) {
		if (!(error instanceof GatewayError)) throw error;
		throw new GatewayError("invalid_request", error.message.replace(/^baseUrl/, param), { param });
	}
}

/** https, or http on the loopback (RFC 8252); nothing is ever called there, browsers are sent there. */
function checkedRedirect(text: string | undefined): string | null {
	if (text === undefined) return null;
	const url = URL.parse(text);
	const loopback = url?.protocol === "http:" && isLoopbackHost(url.hostname);
	if (url && (url.protocol === "https:" || loopback) && url.username === "" && url.password === "" && !/#/.test(text)) return text;
	throw new GatewayError("invalid_request", "redirectUri must be an https URL, or an http URL of 127.0.0.1 or localhost.", {
		param: "redirectUri",
	});
}

const missing = (param: string, { name }: Provider): GatewayError =>
	new GatewayError("invalid_request", `${name} has no built-in OAuth server, so ${param} is needed.`, { param });

/** The client as the API shows it. `baseUrl` is this gateway's own address. */
export function oauthClientViewOf(provider: Provider, client: StoredOAuthClient, baseUrl: string): OAuthClientView {
	const setup = oauthSetupOf(provider, client);
	const hosted = setup?.redirects.includes("hosted") ?? false;
	return {
		provider: provider.id,
		clientId: client.clientId,
		hasSecret: client.secret !== null,
		clientAuth: client.clientAuth,
		issuer: setup?.server.issuer ?? null,
		authorizeUrl: setup?.server.authorizeUrl || null,
		tokenUrl: client.tokenUrl,
		deviceUrl: setup?.server.deviceUrl ?? null,
		revokeUrl: setup?.server.revokeUrl ?? null,
		userinfoUrl: setup?.server.userinfoUrl ?? null,
		scopes: [...(setup?.scopes ?? [])],
		redirectUri: client.redirectUri,
		callbackUrl: hosted ? (client.redirectUri ?? `${baseUrl}${callbackPath(provider.id)}`) : null,
		updatedAt: new Date(client.updatedAt).toISOString(),
	};
}
