import { antigravityOAuth } from "./google-oauth.ts";
import type { Provider } from "./provider.ts";

/**
 * Google Antigravity: Gemini and Claude models on an account's own plan. It has no keys, so it is off until an operator has configured an OAuth client
 * and allowed plan logins. The hosts are in the order in which they are asked (facts `antigravity.md`); an operator may set others.
 */
export const antigravity: Provider = {
	id: "antigravity",
	name: "Antigravity",
	aliases: [],
	protocol: "code-assist",
	baseUrl: "https://daily-cloudcode-pa.googleapis.com",
	otherBaseUrls: ["https://cloudcode-pa.googleapis.com"],
	auth: "bearer",
	headers: { "user-agent": "smart-router" },
	methods: ["oauth"],
	oauth: antigravityOAuth,
	project: "discovered",
	dashboardUrl: "https://antigravity.google",
	termsNote:
		"As of 2026-11-22: Google's terms for Antigravity forbid third-party software on the service and name the use of its logins as an example; accounts have been suspended. Link an account only if Google has allowed you to.",
	custom: false,
	models: [],
};
