import { type OAuthDescription, standardDialect } from "./oauth.ts";
import type { TokenForm } from "./token-form.ts";

const authClaim = "https://api.openai.com/auth";

/** Sign in with ChatGPT: plan usage through the public Responses endpoint. Facts: `oauth.md` section 3a, `openai.md` section 3. */
export const openaiOAuth: OAuthDescription = {
	issuer: "https://auth.openai.com",
	authorizeUrl: "https://auth.openai.com/api/accounts/authorize",
	tokenUrl: "https://auth.openai.com/api/accounts/oauth/token",
	deviceUrl: null,
	revokeUrl: "https://auth.openai.com/api/accounts/oauth/revoke",
	userinfoUrl: null,
	registrationUrl: null,
	scopes: ["openid", "profile", "email", "offline_access", "resource.invoke", "chatgpt.tokens.use.direct"],
	requiredScopes: ["chatgpt.tokens.use.direct"],
	authorizeParameters: { resource: "https://api.openai.com/v1" },
	dialect: {
		...standardDialect,
		tokenParameters: { resource: "https://api.openai.com/v1" },
		deadGrants: ["invalid_refresh_token", "token_expired", "refresh_token_expired", "refresh_token_invalidated", "refresh_token_reused"],
		issuedClient: {
			firstClientId: "dynamic_agent_client",
			nameParameter: "agent_name_hint",
			hostParameter: "ext_agent_host_id",
		},
		identity: {
			tokens: {},
			idToken: {
				subject: ["sub"],
				email: ["email"],
				organization: [authClaim, "chatgpt_account_id"],
				accountId: [authClaim, "chatgpt_account_id"],
			},
			userinfo: {},
		},
	},
	redirects: ["loopback", "paste"],
	loopback: { host: "127.0.0.1", ports: [], path: "/auth/callback" },
	needsSubscriptionLogins: true,
	clientHelp:
		"Sign in with ChatGPT needs no client of yours where the gateway runs on your own machine: OpenAI issues one at the first sign-in. A hosted or commercial gateway needs an approved client from OpenAI (an id that begins with oaiapp_).",
};

/** Plans are served by the Responses endpoint alone, as a stream, and refuse what would be kept or tuned there (facts `openai.md` section 3). */
export const openaiPlan: TokenForm = {
	protocols: ["openai-responses"],
	streaming: "only",
	accountHeader: "chatgpt-account-id",
	body: {
		without: [
			...["background", "conversation", "max_output_tokens", "max_tool_calls", "metadata", "moderation", "multi_agent"],
			...["previous_response_id", "prompt", "prompt_cache_retention", "prompt_cache_options", "safety_identifier"],
			...["temperature", "top_logprobs", "top_p", "truncation", "user"],
		],
		set: { store: false },
	},
};
