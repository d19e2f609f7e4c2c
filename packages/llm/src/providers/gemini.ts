import { geminiOAuth } from "./google-oauth.ts";
import type { Provider } from "./provider.ts";

export const gemini: Provider = {
	id: "gemini",
	name: "Gemini",
	aliases: ["google"],
	protocol: "gemini",
	baseUrl: "https://generativelanguage.googleapis.com",
	auth: "x-goog-api-key",
	headers: {},
	methods: ["api_key"],
	oauth: geminiOAuth,
	token: { projectHeader: "x-goog-user-project" },
	dashboardUrl: "https://aistudio.google.com/apikey",
	termsNote:
		"As of 2026-11-22: keys of AI Studio may be used in a gateway. Limits are counted per project and model, so further keys of one project add no capacity.",
	custom: false,
	models: [],
};
