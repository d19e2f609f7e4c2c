import type { Verdict } from "@smart-router/llm/limits/verdict.ts";

/** A rate limit of the model that names no time, with changes. */
export const sampleVerdict = (changes: Partial<Verdict> = {}): Verdict => ({
	kind: "rate_short",
	scope: "model",
	status: 429,
	message: "slow down",
	sameAccountRetry: false,
	failover: true,
	...changes,
});
