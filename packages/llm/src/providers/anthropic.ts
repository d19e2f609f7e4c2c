import { anthropicOAuth, anthropicOAuthBeta } from "./anthropic-oauth.ts";
import type { Provider } from "./provider.ts";

/** `2026-10-21` refuses sampling parameters even at their defaults, so the older version is what we ask for unless a client asks for another. */
export const anthropicVersion = { "anthropic-version": "2023-06-01" };

export const anthropic: Provider = {
	id: "anthropic",
	name: "Claude",
	aliases: ["claude"],
	protocol: "anthropic-messages",
	baseUrl: "https://api.anthropic.com",
	auth: "x-api-key",
	headers: anthropicVersion,
	methods: ["api_key"],
	oauth: anthropicOAuth,
	token: { headers: { "anthropic-beta": anthropicOAuthBeta } },
	dashboardUrl: "https://platform.claude.com/settings/keys",
	termsNote:
		"As of 2026-11-22: API keys are Anthropic's way for products and gateways. Limits are counted per organization, so further keys of one organization add no capacity.",
	custom: false,
	models: [],
};
