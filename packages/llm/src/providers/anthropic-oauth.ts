import { type OAuthDescription, standardDialect } from "./oauth.ts";

/** What Anthropic's API wants in `anthropic-beta` beside a token, at the token endpoint and in calls. */
export const anthropicOAuthBeta = "oauth-2025-04-20";

/** Claude plans. Facts: `oauth.md` section 2. */
export const anthropicOAuth: OAuthDescription = {
	issuer: null,
	authorizeUrl: "https://claude.ai/oauth/authorize",
	tokenUrl: "https://platform.claude.com/v1/oauth/token",
	deviceUrl: null,
	revokeUrl: null,
	userinfoUrl: "https://api.anthropic.com/api/oauth/profile",
	registrationUrl: null,
	scopes: ["user:inference", "user:profile"],
	requiredScopes: ["user:inference"],
	authorizeParameters: { code: "true" },
	dialect: {
		...standardDialect,
		tokenBody: "json",
		tokenHeaders: { "anthropic-beta": anthropicOAuthBeta },
		stateInExchange: true,
		pasted: "code#state",
		identity: {
			tokens: { subject: ["account", "uuid"], email: ["account", "email_address"], organization: ["organization", "uuid"] },
			idToken: {},
			userinfo: { subject: ["account", "uuid"], email: ["account", "email"], organization: ["organization", "uuid"] },
		},
	},
	redirects: ["loopback", "paste"],
	loopback: { host: "localhost", ports: [], path: "/callback" },
	needsSubscriptionLogins: true,
	clientHelp:
		"Anthropic registers OAuth clients for its own applications only, and its terms (2026-11-22) keep plan logins out of other products. Configure a client only if Anthropic has given you one; else link an API key from https://platform.claude.com/settings/keys.",
};
