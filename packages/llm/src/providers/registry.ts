import { anthropic } from "./anthropic.ts";
import { antigravity } from "./antigravity.ts";
import { gemini } from "./gemini.ts";
import { openai } from "./openai.ts";
import type { Provider } from "./provider.ts";

export { customOAuth, customProvider } from "./openai-compatible.ts";

export const builtInProviders: readonly Provider[] = [anthropic, openai, gemini, antigravity];

/** The same provider at other addresses, and at no one else's: a regional endpoint, a proxy, a test. */
export const withBaseUrl = (
	{ otherBaseUrls: _theirs, ...provider }: Provider,
	baseUrl: string,
	otherBaseUrls?: readonly string[],
): Provider => ({
	...provider,
	baseUrl,
	...(otherBaseUrls && { otherBaseUrls }),
});
