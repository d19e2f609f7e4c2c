import type { ApiKeyView } from "@smart-router/core/api-key/api-key.schema.ts";
import { countText, usdText } from "../parts/numbers.ts";

/** What a key is limited to, in few words each. */
export function limitsOf({ providers, models, profiles, requestsPerMinute, budget, expiresAt }: ApiKeyView): readonly string[] {
	return [
		requestsPerMinute === null ? "" : `${countText(requestsPerMinute)} requests a minute`,
		budget?.usd === undefined ? "" : `${usdText(budget.usd)} a ${budget.period}`,
		budget?.tokens === undefined ? "" : `${countText(budget.tokens)} tokens a ${budget.period}`,
		listed("providers", providers),
		listed("models", models),
		listed("accounts", profiles),
		expiresAt ? `until ${expiresAt.slice(0, 10)}` : "",
	].filter(Boolean);
}

const listed = (what: string, list: readonly string[] | null): string => (list === null ? "" : `${what}: ${list.join(", ")}`);
