import * as z from "zod";
import { reveal, secret } from "./secret.ts";

const wrapped = z.string().transform(secret);
const time = z.number().nullable();
const text = z.string().nullable();

const apiKeySecret = z.object({ kind: z.literal("api_key"), apiKey: wrapped, baseUrl: z.string() });

const tokenSet = z.object({
	kind: z.literal("token_set"),
	accessToken: wrapped,
	/** Null: the login lasts as long as the access token. */
	refreshToken: wrapped.nullable(),
	/** ms, when the provider gave it out. */
	obtainedAt: z.number(),
	/** ms; null when it does not expire. */
	expiresAt: time,
	/** ms; a refresh before it spends the refresh token for nothing (Sign in with ChatGPT). */
	earliestRefreshAt: time,
	clientId: z.string(),
	tokenUrl: z.string(),
	revokeUrl: text,
	userinfoUrl: text,
	baseUrl: z.string(),
	/** Further addresses of the same API, asked in order when the first has no capacity or no answer. */
	otherBaseUrls: z.array(z.string()).default([]),
	/** Google's project that pays, where calls must name it. */
	project: text,
	/** What the provider calls the account in calls. */
	accountId: text,
	/** Who signed in: `issuer`, `clientId` and `subject` together name the account. */
	subject: text,
	issuer: text,
	organization: text.default(null),
});

/** What may be sealed; parsing wraps the secrets again. */
export const sealedContent = z.discriminatedUnion("kind", [apiKeySecret, tokenSet]);

export type ApiKeySecret = Readonly<z.output<typeof apiKeySecret>>;
/** What a login brought. The OAuth client's own secret is not part of it: that is the operator's, and read when it is needed. */
export type TokenSet = Readonly<z.output<typeof tokenSet>>;

/** What is sealed: the secret and the origins it may be sent to, so that no later setting can redirect it. */
export type CredentialSecret = ApiKeySecret | TokenSet;

/** The text that is sealed. */
export function contentOf(it: CredentialSecret): string {
	if (it.kind === "api_key") return JSON.stringify({ ...it, apiKey: reveal(it.apiKey) });
	return JSON.stringify({
		...it,
		accessToken: reveal(it.accessToken),
		refreshToken: it.refreshToken === null ? null : reveal(it.refreshToken),
	});
}

/** What goes into the `Authorization` of calls: an API key, or an access token. */
export const callSecret = (it: CredentialSecret): ApiKeySecret["apiKey"] => (it.kind === "api_key" ? it.apiKey : it.accessToken);
