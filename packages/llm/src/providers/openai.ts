import { openaiOAuth, openaiPlan } from "./openai-oauth.ts";
import type { Provider } from "./provider.ts";

export const openai: Provider = {
	id: "openai",
	name: "Codex",
	aliases: ["codex"],
	protocol: "openai-chat",
	alsoSpeaks: ["openai-responses"],
	baseUrl: "https://api.openai.com/v1",
	auth: "bearer",
	headers: {},
	methods: ["api_key"],
	oauth: openaiOAuth,
	token: openaiPlan,
	dashboardUrl: "https://platform.openai.com/api-keys",
	termsNote:
		"As of 2026-11-22: API keys may be used in a gateway. Limits are counted per organization or project, so further keys of one project add no capacity.",
	custom: false,
	models: [],
};
