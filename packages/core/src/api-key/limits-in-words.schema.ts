import type { ApiKeyView } from "./api-key.schema.ts";

/** How numbers are written where the words are shown. */
export interface Numerals {
	readonly count: (number: number) => string;
	readonly usd: (amount: number) => string;
}

const plainNumerals: Numerals = { count: String, usd: (amount) => `$${amount}` };

/** What a key is limited to, in few words each; its expiry aside. */
export const limitsInWords = (
	{ providers, models, profiles, requestsPerMinute, budget }: ApiKeyView,
	{ count, usd }: Numerals = plainNumerals,
): readonly string[] =>
	[
		requestsPerMinute === null ? "" : `${count(requestsPerMinute)} requests a minute`,
		budget?.usd === undefined ? "" : `${usd(budget.usd)} a ${budget.period}`,
		budget?.tokens === undefined ? "" : `${count(budget.tokens)} tokens a ${budget.period}`,
		listed("providers", providers),
		listed("models", models),
		listed("accounts", profiles),
	].filter(Boolean);

const listed = (what: string, list: readonly string[] | null): string => (list === null ? "" : `${what}: ${list.join(", ")}`);
