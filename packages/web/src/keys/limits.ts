import type { ApiKeyView } from "@smart-router/core/api-key/api-key.schema.ts";

/** What a key is limited to, in few words each. */
export function limitsOf({ providers, models, profiles, requestsPerMinute, budget, expiresAt }: ApiKeyView): readonly string[] {
	return [
		requestsPerMinute === null ? "" : `${requestsPerMinute} requests a minute`,
		budget?.usd === undefined ? "" : `$${budget.usd} a ${budget.period}`,
		budget?.tokens === undefined ? "" : `${budget.tokens} tokens a ${budget.period}`,
		listed("providers", providers),
		listed("models", models),
		listed("accounts", profiles),
		expiresAt ? `until ${expiresAt.slice(0, 10)}` : "",
	].filter(Boolean);
}

const listed = (what: string, list: readonly string[] | null): string => (list === null ? "" : `${what}: ${list.join(", ")}`);
