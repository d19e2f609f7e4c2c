import {
	authorizationCodeGrantRequest,
	processAuthorizationCodeResponse,
	processRefreshTokenResponse,
	refreshTokenGrantRequest,
	skipStateCheck,
	validateAuthResponse,
} from "oauth4webapi";
import { reveal, type Secret } from "../credential/secret.ts";
import { failureOf } from "./failure.ts";
import type { SeenBody } from "./fetch.ts";
import { type OAuthClient, type OAuthDeps, type OAuthServer, partiesOf } from "./server.ts";
import { type TokenResult, tokensOf } from "./tokens.ts";

export interface CodeExchange {
	readonly server: OAuthServer;
	readonly client: OAuthClient;
	readonly code: Secret;
	readonly verifier: Secret;
	readonly redirectUri: string;
	/** Sent where the dialect wants it (Anthropic). */
	readonly state: string;
	/** What an id token must repeat; null when none was asked for. */
	readonly nonce: string | null;
}

/** RFC 6749 section 4.1.3 with RFC 7636. One call, never repeated: a code counts once. */
export async function exchangeCode(deps: OAuthDeps, exchange: CodeExchange): Promise<TokenResult> {
	const { server, client, code, verifier, redirectUri, state, nonce } = exchange;
	const seen: SeenBody = {};
	const { as, client: us, auth, options } = partiesOf(deps, server, client, seen);
	try {
		const parameters = validateAuthResponse(as, us, new URLSearchParams({ code: reveal(code) }), skipStateCheck);
		const response = await authorizationCodeGrantRequest(as, us, auth, parameters, redirectUri, reveal(verifier), {
			...options,
			additionalParameters: { ...server.dialect.tokenParameters, ...(server.dialect.stateInExchange && { state }) },
		});
		const hasIdToken = /"id_token"/.test(await response.clone().text());
		const read = await processAuthorizationCodeResponse(as, us, response, hasIdToken && nonce !== null ? { expectedNonce: nonce } : {});
		return tokensOf(read, seen, deps.clock());
	} catch (error) {
		return failureOf(error, { sent: [code, verifier, client.secret] });
	}
}

export interface TokenRefresh {
	readonly server: Pick<OAuthServer, "issuer" | "tokenUrl" | "dialect">;
	readonly client: OAuthClient;
	readonly refreshToken: Secret;
}

/** RFC 6749 section 6. One call, never repeated: where tokens rotate, the old one is dead after it. */
export async function refreshTokens(deps: OAuthDeps, { server, client, refreshToken }: TokenRefresh): Promise<TokenResult> {
	const seen: SeenBody = {};
	const { as, client: us, auth, options } = partiesOf(deps, server, client, seen);
	try {
		const response = await refreshTokenGrantRequest(as, us, auth, reveal(refreshToken), {
			...options,
			additionalParameters: { ...server.dialect.tokenParameters },
		});
		return tokensOf(await processRefreshTokenResponse(as, us, response), seen, deps.clock());
	} catch (error) {
		return failureOf(error, { sent: [refreshToken, client.secret], deadGrants: server.dialect.deadGrants });
	}
}
