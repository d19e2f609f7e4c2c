import type { Plan, Target } from "../routing/target.ts";

/** What happened, for the `X-Smart-Router-*` headers that stand on every answer. */
export interface RouteFacts {
	readonly requestId: string;
	readonly plan?: Plan;
	readonly target?: Target;
	readonly profileId?: string;
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
	if (facts.target) {
		headers["x-smart-router-provider"] = facts.target.provider.id;
		headers["x-smart-router-model"] = ascii(facts.target.model);
	}
	if (facts.profileId !== undefined) headers["x-smart-router-profile"] = ascii(facts.profileId);
	if (facts.warnings.length > 0) headers["x-smart-router-warning"] = ascii(facts.warnings.join("; "));
	return headers;
}
