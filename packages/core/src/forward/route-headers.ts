import type { Plan } from "../routing/target.ts";

/** What happened, for the `X-Smart-Router-*` headers that stand on every answer. */
export interface RouteFacts {
	readonly requestId: string;
	readonly plan?: Plan;
	/** Who answered, or was asked last where nobody did. */
	readonly asked?: { readonly provider: string; readonly model: string; readonly profileId?: string };
	readonly attempts: number;
	readonly warnings: readonly string[];
}

const maxTextBytes = 512;

/** Header-safe ASCII: everything else is percent-encoded as UTF-8, then cut. */
function ascii(text: string): string {
	const safe = text.replace(/[^\x20-\x7e]/gu, (character) => (character.isWellFormed() ? encodeURIComponent(character) : "%EF%BF%BD"));
	return safe.length <= maxTextBytes ? safe : safe.slice(0, maxTextBytes).replace(/%[0-9A-F]?$/, "");
}

/** The response headers that tell who answered and why. */
export function routeHeaders(facts: RouteFacts): Record<string, string> {
	const headers: Record<string, string> = { "x-smart-router-request-id": facts.requestId };
	if (facts.plan) {
		headers["x-smart-router-tier"] = facts.plan.tier;
		headers["x-smart-router-score"] = String(facts.plan.score);
		headers["x-smart-router-reason"] = ascii(facts.plan.reason);
		headers["x-smart-router-attempts"] = String(facts.attempts);
	}
	if (facts.asked) {
		const { provider, model, profileId } = facts.asked;
		headers["x-smart-router-provider"] = provider;
		headers["x-smart-router-model"] = ascii(model);
		if (profileId !== undefined) headers["x-smart-router-profile"] = ascii(profileId);
	}
	if (facts.warnings.length > 0) headers["x-smart-router-warning"] = ascii(facts.warnings.join("; "));
	return headers;
}
