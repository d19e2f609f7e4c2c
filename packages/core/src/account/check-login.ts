import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { loginHeaders, withToken } from "@smart-router/llm/providers/token-form.ts";
import { failedVerification, type Verification } from "@smart-router/llm/providers/verify.ts";
import type { TokenSet } from "../credential/credential.ts";
import { checkKey } from "./check-key.ts";
import { type DiscoverDeps, discoverProject } from "./discover-project.ts";

export type CheckedLogin =
	/** `tokens` with the account's project where the provider has such; `models` are what it lists for this account. */
	{ readonly ok: true; readonly tokens: TokenSet; readonly models: readonly string[] } | Extract<Verification, { ok: false }>;

/** One cheap real call with a login's token, in the form in which the provider takes it. Never throws for what a provider or a network does. */
export async function checkLogin(deps: DiscoverDeps, provider: Provider, tokens: TokenSet): Promise<CheckedLogin> {
	const settled = provider.project === "discovered" && tokens.project === null ? await withProject(deps, provider, tokens) : tokens;
	if ("ok" in settled) return settled;
	const { baseUrl, accessToken } = settled;
	const checked = await checkKey(deps, withToken(provider), { baseUrl, apiKey: accessToken, headers: loginHeaders(provider, settled) });
	return checked.ok ? { ok: true, tokens: settled, models: checked.models } : checked;
}

async function withProject(
	deps: DiscoverDeps,
	provider: Provider,
	tokens: TokenSet,
): Promise<TokenSet | Extract<Verification, { ok: false }>> {
	const found = await discoverProject(deps, provider, tokens);
	return found.ok
		? { ...tokens, project: found.project }
		: failedVerification(found.refused ? "missing_permission" : "unreachable", found.text);
}
