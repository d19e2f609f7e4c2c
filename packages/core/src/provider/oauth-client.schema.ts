import * as z from "zod";
import { changesOf } from "../changes.schema.ts";
import { urlText } from "../http/url.schema.ts";
import { revisionText } from "../revision.schema.ts";

const endpoint = urlText.nullable().optional();
const visible = (max: number) =>
	z
		.string()
		.trim()
		.min(1)
		.max(max)
		.regex(/^[\x21-\x7e]+$/, "must be visible ASCII characters without spaces");

/** Browsers are sent there and nothing is called, so its query may stay (RFC 6749 section 3.1.2, RFC 8252 section 7.3). */
const redirectUri = z
	.string()
	.trim()
	.max(2000)
	.refine(isRedirect, "must be an https URL, or an http URL of 127.0.0.1 or localhost, without a password or a fragment");

function isRedirect(text: string): boolean {
	const url = URL.parse(text);
	if (url === null || url.username !== "" || url.password !== "" || text.includes("#")) return false;
	return url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname));
}

export const isLoopbackHost = (hostname: string): boolean => /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);

/**
 * Body of `PUT /admin/providers/{id}/oauth-client`: the operator's OAuth client. What is left out stays as it was set; null, or what was never set, is as
 * the provider's description says.
 */
export const putOAuthClientInput = changesOf({
	clientId: visible(500).optional().describe("Needed for the first time"),
	clientSecret: visible(1000)
		.meta({ format: "password", writeOnly: true })
		.nullable()
		.optional()
		.describe("Null for a client without one. Bound to the client id and the endpoints it is sent to: name it again when they change"),
	clientAuth: z
		.enum(["client_secret_post", "client_secret_basic"])
		.optional()
		.describe("How the secret goes to the token endpoint; client_secret_post when missing"),
	issuer: endpoint.describe("What `iss` must be; without it only its origin is compared"),
	authorizeUrl: endpoint,
	tokenUrl: endpoint,
	deviceUrl: endpoint,
	revokeUrl: endpoint,
	userinfoUrl: endpoint,
	scopes: z.array(visible(300)).max(50).nullable().optional(),
	redirectUri: redirectUri.nullable().optional().describe("As it is registered for the client; decides between hosted, loopback and paste"),
});
export type PutOAuthClientInput = z.infer<typeof putOAuthClientInput>;

/** The operator's client as the API shows it: never its secret. */
export const oauthClientView = z.object({
	provider: z.string(),
	clientId: z.string(),
	hasSecret: z.boolean(),
	clientAuth: z.enum(["client_secret_post", "client_secret_basic"]),
	issuer: z.string().nullable(),
	authorizeUrl: z.string().nullable(),
	tokenUrl: z.string(),
	deviceUrl: z.string().nullable(),
	revokeUrl: z.string().nullable(),
	userinfoUrl: z.string().nullable(),
	scopes: z.array(z.string()),
	redirectUri: z.string().nullable(),
	callbackUrl: z.string().nullable().describe("What to register at the provider for the hosted way; null where it is not used"),
	outdated: z.boolean().describe("The provider's endpoints have changed since it was set: nobody can sign in until it is set again"),
	updatedAt: z.iso.datetime(),
	revision: revisionText,
});
export type OAuthClientView = z.infer<typeof oauthClientView>;
