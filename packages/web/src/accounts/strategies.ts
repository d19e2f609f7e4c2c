import type { PoolView } from "@smart-router/core/account/pool.schema.ts";

export type Strategy = PoolView["strategy"];

export const strategyWord: Readonly<Record<Strategy, string>> = {
	"round-robin": "Round-robin",
	"least-used": "Least-used",
	"failover-only": "Failover-only",
	"drain-soonest": "Drain-soonest",
};

/** One line each: what it does and when it is the right one. */
export const strategyLine: Readonly<Record<Strategy, string>> = {
	"round-robin": "Each request goes to the account whose last turn is longest ago. Even load; the usual choice.",
	"least-used": "Each request goes to the account with the fewest uses of the last 12 to 24 hours. Evens out accounts that rested long.",
	"failover-only": "All requests stay on one account, the primary; the others wait until it cannot serve.",
	"drain-soonest": "Each request goes to the account whose quota begins anew soonest, so that what would be lost is spent first.",
};
