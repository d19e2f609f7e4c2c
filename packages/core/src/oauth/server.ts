import type { OAuthDialect } from "@smart-router/llm/providers/oauth.ts";
import type { HttpClient } from "@smart-router/llm/transport/http.ts";
import type { AuthorizationServer, Client, ClientAuth } from "oauth4webapi";
import { allowInsecureRequests, ClientSecretBasic, ClientSecretPost, customFetch, None } from "oauth4webapi";
import type { Clock } from "../clock.ts";
import { reveal, type Secret } from "../credential/secret.ts";
import { guardedFetch, type SeenBody } from "./fetch.ts";

/** A provider's authorization server as it is to be spoken to: description and operator's overrides merged. */
export interface OAuthServer {
	/** Null when nobody named one: then `iss` must at least share the authorize endpoint's origin, and id tokens are not read. */
	readonly issuer: string | null;
	readonly authorizeUrl: string;
	readonly tokenUrl: string;
	readonly deviceUrl: string | null;
	readonly revokeUrl: string | null;
	readonly userinfoUrl: string | null;
	readonly dialect: OAuthDialect;
}

/** RFC 6749 section 2.3.1: servers that give out secrets take `basic`; most vendors document `post`. */
export type ClientAuthMethod = "client_secret_post" | "client_secret_basic";

/** The operator's client at that server. */
export interface OAuthClient {
	readonly id: string;
	readonly secret: Secret | null;
	readonly authMethod: ClientAuthMethod;
}

export interface OAuthDeps {
	/** The guarded client: it checks addresses and follows no redirect. */
	readonly http: HttpClient;
	readonly clock: Clock;
}

/** A token call that takes longer is taken for lost; it is never repeated here, because a code or a rotated token counts once. */
const timeoutMs = 15_000;

/** What the library needs to speak for this client with this server. */
export interface Parties {
	readonly as: AuthorizationServer;
	readonly client: Client;
	readonly auth: ClientAuth;
	readonly options: {
		readonly [customFetch]: ReturnType<typeof guardedFetch>;
		readonly [allowInsecureRequests]: true;
		readonly signal: () => AbortSignal;
		readonly headers: Record<string, string>;
	};
}

/** Algorithms that servers sign id tokens with; the library alone would take RS256 only. */
const idTokenAlgorithms = ["RS256", "PS256", "ES256", "ES384", "ES512", "EdDSA", "Ed25519", "RS384", "RS512", "PS384", "PS512"];

/** A server without a known issuer still needs a name in the library; nothing is ever compared with it. */
const unnamed = "https://issuer.invalid";

type Endpoints = Pick<OAuthServer, "issuer" | "tokenUrl" | "dialect"> & Partial<OAuthServer>;

/**
 * Whether plain http may be used is settled where addresses are written (`checkBaseUrl`) and where they are called (the guarded client), so the
 * library's own rule is switched off.
 */
export function partiesOf({ http }: Pick<OAuthDeps, "http">, server: Endpoints, client: OAuthClient, seen: SeenBody = {}): Parties {
	return {
		as: {
			issuer: server.issuer ?? unnamed,
			token_endpoint: server.tokenUrl,
			id_token_signing_alg_values_supported: idTokenAlgorithms,
			...(server.authorizeUrl && { authorization_endpoint: server.authorizeUrl }),
			...(server.deviceUrl && { device_authorization_endpoint: server.deviceUrl }),
			...(server.revokeUrl && { revocation_endpoint: server.revokeUrl }),
			...(server.userinfoUrl && { userinfo_endpoint: server.userinfoUrl }),
		},
		client: { client_id: client.id },
		auth: authOf(client),
		options: {
			[customFetch]: guardedFetch(http, { dialect: server.dialect, readIdTokens: server.issuer !== null, seen }),
			[allowInsecureRequests]: true,
			signal: () => AbortSignal.timeout(timeoutMs),
			headers: { ...server.dialect.tokenHeaders },
		},
	};
}

function authOf({ secret, authMethod }: OAuthClient): ClientAuth {
	if (secret === null) return None();
	return authMethod === "client_secret_basic" ? ClientSecretBasic(reveal(secret)) : ClientSecretPost(reveal(secret));
}
