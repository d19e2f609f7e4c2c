import {
	type OAuthDescription,
	type OAuthLoopback,
	type OAuthRedirect,
	oauthRedirects,
	standardDialect,
} from "@smart-router/llm/providers/oauth.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import type { OAuthServer } from "../oauth/server.ts";
import { isLoopbackHost } from "./oauth-client.schema.ts";
import type { StoredOAuthClient } from "./oauth-client.ts";
import { endpointsOf, noneOwn } from "./oauth-endpoints.ts";

/** How this workspace signs in at a provider: the description, and over it what the operator set with his client. */
export interface OAuthSetup {
	readonly server: OAuthServer;
	/** The operator's; undefined where the vendor issues one at the first sign-in. */
	readonly client: StoredOAuthClient | undefined;
	/** The operator's, or the constant with which a vendor that issues clients begins. */
	readonly clientId: string;
	readonly scopes: readonly string[];
	readonly requiredScopes: readonly string[];
	readonly authorizeParameters: Readonly<Record<string, string>>;
	/** Ways back, the best first; never empty. */
	readonly redirects: readonly OAuthRedirect[];
	/** The one address that is registered; null where the gateway makes one. */
	readonly redirectUri: string | null;
	readonly loopback: OAuthLoopback;
	/** How a device without a browser signs in: at the provider itself, or over the gateway's own code page; null: not at all. */
	readonly device: "native" | "bridged" | null;
}

const anyLoopback: OAuthLoopback = { host: "127.0.0.1", ports: [], path: "/callback" };
/** For a server that nobody described: OpenID Connect's way to a name and a refresh token. */
const standardScopes = ["openid", "email", "offline_access"];
/** OpenID Connect gives a refresh token only after consent (Core, section 11). */
const standardParameters = { prompt: "consent" };

/** Undefined when a client is missing: neither the operator's nor one that the vendor issues. */
export function oauthSetupOf({ id, oauth }: Pick<Provider, "id" | "oauth">, client: StoredOAuthClient | undefined): OAuthSetup | undefined {
	const clientId = client?.clientId ?? oauth?.dialect.issuedClient?.firstClientId;
	const endpoints = client?.endpoints ?? endpointsOf(noneOwn, oauth);
	if (clientId === undefined || endpoints === undefined) return undefined;
	const redirectUri = client?.redirectUri ?? null;
	const redirects = endpoints.authorizeUrl === "" ? [] : redirectsOf(id, oauth, redirectUri);
	const scopes = client?.scopes ?? oauth?.scopes ?? standardScopes;
	return {
		server: { ...endpoints, dialect: oauth?.dialect ?? standardDialect },
		client,
		clientId,
		scopes,
		requiredScopes: (oauth?.requiredScopes ?? []).filter((scope) => scopes.includes(scope)),
		authorizeParameters: oauth?.authorizeParameters ?? standardParameters,
		redirects,
		redirectUri,
		loopback: loopbackOf(oauth, redirectUri),
		device: endpoints.deviceUrl !== null ? "native" : redirects.includes("hosted") ? "bridged" : null,
	};
}

/** The gateway's path that a hosted login comes back to. */
export const callbackPath = (provider: string): string => `/login/${provider}/callback`;

/** A registered address says which way back it is; without one, the description's ways are open. */
function redirectsOf(provider: string, oauth: OAuthDescription | undefined, redirectUri: string | null): readonly OAuthRedirect[] {
	if (redirectUri === null) return oauth?.redirects ?? oauthRedirects;
	const url = new URL(redirectUri);
	if (url.pathname.endsWith(callbackPath(provider))) return ["hosted"];
	return url.protocol === "http:" && isLoopbackHost(url.hostname) ? ["loopback", "paste"] : ["paste"];
}

function loopbackOf(oauth: OAuthDescription | undefined, redirectUri: string | null): OAuthLoopback {
	const url = redirectUri === null ? null : new URL(redirectUri);
	if (url === null || url.protocol !== "http:") return oauth?.loopback ?? anyLoopback;
	return {
		host: url.hostname === "localhost" ? "localhost" : "127.0.0.1",
		ports: url.port === "" ? [] : [Number(url.port)],
		path: url.pathname,
	};
}
