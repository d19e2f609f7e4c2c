import { oauthRedirects } from "@smart-router/llm/providers/oauth.ts";
import * as z from "zod";
import { changesOf } from "../changes.schema.ts";
import { urlText } from "../http/url.schema.ts";
import { pageQuery } from "../page.schema.ts";
import { revisionText } from "../revision.schema.ts";

export const modelIdText = z
	.string()
	.min(1)
	.max(200)
	.regex(/^[^\s\p{Cc}]+$/u, "must be a model id without spaces");

/** Protocols a custom provider may speak. */
const protocol = z.enum(["openai-chat", "openai-responses", "anthropic-messages", "gemini"], {
	error: "must be openai-chat, openai-responses, anthropic-messages or gemini",
});

const scopeText = z
	.string()
	.max(500)
	.regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, "must be a scope without spaces (RFC 6749 section 3.3)");
const parameters = z.record(z.string().min(1).max(100), z.string().max(2000));

/** An OAuth server that keeps to the RFCs, as an admin describes it for a custom provider. */
export const oauthInput = z.strictObject({
	issuer: urlText.nullable().default(null).describe("What `iss` must be, where the server names itself"),
	authorizeUrl: urlText,
	tokenUrl: urlText,
	deviceUrl: urlText.nullable().default(null),
	revokeUrl: urlText.nullable().default(null),
	userinfoUrl: urlText.nullable().default(null),
	registrationUrl: urlText.nullable().default(null),
	scopes: z.array(scopeText).max(50).default([]),
	requiredScopes: z.array(scopeText).max(50).default([]),
	authorizeParameters: parameters.default({}),
	tokenParameters: parameters.default({}).describe("Added to the token endpoint's requests, e.g. `resource`"),
	tokenBody: z.enum(["form", "json"]).default("form"),
	redirects: z
		.array(z.enum(oauthRedirects))
		.min(1)
		.max(3)
		.default([...oauthRedirects]),
	loopback: z
		.strictObject({
			host: z.enum(["127.0.0.1", "localhost"]).default("127.0.0.1"),
			ports: z.array(z.int().min(1024).max(65_535)).max(10).default([]),
			path: z
				.string()
				.max(200)
				.regex(/^\/[\w/.-]*$/, "must be a path such as /callback")
				.default("/callback"),
		})
		.nullable()
		.default({ host: "127.0.0.1", ports: [], path: "/callback" }),
});
export type OAuthInput = z.infer<typeof oauthInput>;

/**
 * Body of `PUT /admin/providers/{id}`: what is left out stays as it was set, null takes a setting back. Of a built-in provider only its addresses and
 * `subscriptionLogins` can be set.
 */
export const putProviderInput = changesOf({
	protocol: protocol.optional().describe("Needed for a custom provider"),
	baseUrl: urlText.nullable().optional().describe("Needed for a custom provider"),
	subscriptionLogins: z
		.boolean()
		.optional()
		.describe("Allows logins with a person's plan where the provider's terms restrict them; off when missing"),
	otherBaseUrls: z
		.array(urlText)
		.max(5)
		.nullable()
		.optional()
		.describe("Further addresses of the same API, asked in order when one has no capacity or gives no answer; logins only"),
	models: z.array(modelIdText).max(500).optional(),
	auth: z.enum(["bearer", "x-api-key", "x-goog-api-key"]).nullable().optional(),
	/** Where it cannot do both; clients are served as they ask all the same. */
	streaming: z.enum(["only", "never"]).nullable().optional(),
	streamUsage: z
		.boolean()
		.optional()
		.describe(
			"False where a stream may not be asked for its token counts (`stream_options.include_usage`), of protocol openai-chat: they are estimated then",
		),
	oauth: oauthInput.nullable().optional().describe("Where people sign in; of custom providers only"),
});
export type PutProviderInput = z.infer<typeof putProviderInput>;

export const listProvidersQuery = pageQuery;

export const providerView = z.object({
	id: z.string(),
	name: z.string(),
	aliases: z.array(z.string()),
	protocol: z.string(),
	baseUrl: z.string(),
	auth: z.string(),
	methods: z.array(z.enum(["api_key", "oauth", "device"])),
	models: z.array(z.string()),
	/** Null where it both streams and answers whole. */
	streaming: z.enum(["only", "never"]).nullable(),
	streamUsage: z.boolean().describe("Streams are asked for their token counts"),
	dashboardUrl: z.string().nullable(),
	termsNote: z.string().nullable(),
	custom: z.boolean(),
	oauth: z
		.object({
			configured: z.boolean().describe("A client is there: the operator's, or one that the provider issues at the first sign-in"),
			clientId: z.string().nullable().describe("The operator's, null without one"),
			redirects: z.array(z.enum(oauthRedirects)).describe("Ways back from the provider, the best first"),
			loopback: z.object({ host: z.string(), ports: z.array(z.number()).describe("Empty: any"), path: z.string() }),
			device: z.enum(["native", "bridged"]).nullable(),
			scopes: z.array(z.string()),
			needsSubscriptionLogins: z.boolean(),
			subscriptionLogins: z.boolean().describe("An admin has allowed logins with a person's plan"),
			pasted: z.enum(["address", "code#state"]).describe("What a person copies back on the way `paste`"),
			clientHelp: z.string().describe("Where an operator gets a client"),
		})
		.nullable()
		.describe("Null where there is no OAuth server"),
	recommended: z.enum(["api_key", "oauth", "device"]).describe("The method to offer first"),
	revision: revisionText,
});
export type ProviderView = z.infer<typeof providerView>;
