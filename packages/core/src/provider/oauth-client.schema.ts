import * as z from "zod";

const endpoint = z.string().trim().min(1).max(2000);
const visible = (max: number) =>
	z
		.string()
		.trim()
		.min(1)
		.max(max)
		.regex(/^[\x21-\x7e]+$/, "must be visible ASCII characters without spaces");

/** Body of `PUT /admin/providers/{id}/oauth-client`: the operator's OAuth client. What is left out is as the provider's description says. */
export const putOAuthClientInput = z.strictObject({
	clientId: visible(500),
	clientSecret: visible(1000).meta({ format: "password", writeOnly: true }).optional(),
	clientAuth: z
		.enum(["client_secret_post", "client_secret_basic"])
		.optional()
		.describe("How the secret goes to the token endpoint; client_secret_post when missing"),
	issuer: endpoint.optional().describe("What `iss` must be; without it only its origin is compared"),
	authorizeUrl: endpoint.optional(),
	tokenUrl: endpoint.optional(),
	deviceUrl: endpoint.optional(),
	revokeUrl: endpoint.optional(),
	userinfoUrl: endpoint.optional(),
	scopes: z.array(visible(300)).max(50).optional(),
	redirectUri: endpoint.optional().describe("As it is registered for the client; decides between hosted, loopback and paste"),
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
	updatedAt: z.iso.datetime(),
});
export type OAuthClientView = z.infer<typeof oauthClientView>;
