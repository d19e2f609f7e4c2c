import type { JsonObject } from "@smart-router/llm/chat/request.ts";
import { getValidatedIdTokenClaims, type TokenEndpointResponse } from "oauth4webapi";
import { type Secret, secret } from "../credential/secret.ts";
import type { OAuthFailure } from "./failure.ts";
import type { SeenBody } from "./fetch.ts";

/** What a token endpoint gave. */
export interface Tokens {
	readonly accessToken: Secret;
	/** Null means: keep the one you have, or there is none. */
	readonly refreshToken: Secret | null;
	/** ms, null when the server did not say. */
	readonly expiresAt: number | null;
	/** ms before which a refresh would burn the token (OpenAI), null when there is no such time. */
	readonly earliestRefreshAt: number | null;
	/** Null when the server did not say, which means: as asked for. */
	readonly scopes: readonly string[] | null;
	/** Claims of the id token: its issuer, audience, times and nonce are checked, and it came over TLS from the token endpoint (OIDC Core 3.1.3.7). */
	readonly claims: JsonObject | null;
	/** What else the answer says (Anthropic's `account` and `organization`); never a token. */
	readonly extra: JsonObject;
}

export type TokenResult = { readonly ok: true; readonly tokens: Tokens } | OAuthFailure;

const tokenFields = new Set(["access_token", "refresh_token", "id_token", "device_code", "device_secret"]);

/** What a validated answer holds, its lifetimes as instants from `now` (ms). `json` is the body as it came: it has the fields that no RFC names. */
export function tokensOf(
	response: TokenEndpointResponse,
	{ json = {} }: SeenBody,
	now: number,
): { readonly ok: true; readonly tokens: Tokens } {
	const { access_token: access, refresh_token: refresh, expires_in: lifetime, scope } = response;
	return {
		ok: true,
		tokens: {
			accessToken: secret(access),
			refreshToken: refresh === undefined ? null : secret(refresh),
			expiresAt: lifetime === undefined ? null : now + lifetime * 1000,
			earliestRefreshAt: instantOf(json["earliest_refresh_at"]),
			scopes: scope === undefined ? null : scope.split(" ").filter(Boolean),
			claims: (getValidatedIdTokenClaims(response) as JsonObject | undefined) ?? null,
			extra: Object.fromEntries(Object.entries(json).filter(([name]) => !tokenFields.has(name))),
		},
	};
}

const year5000InSeconds = 95_617_584_000;

/** Undocumented format (facts/oauth.md): epoch seconds, milliseconds and ISO 8601 are all taken. */
function instantOf(value: unknown): number | null {
	const number = typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
	const at = typeof number === "number" ? (number < year5000InSeconds ? number * 1000 : number) : Date.parse(String(number));
	return Number.isFinite(at) ? at : null;
}
