import type { Account } from "../account/account.ts";

export interface Tempo {
	/** ms */
	readonly now: number;
	/** ms that a conditional write takes, as this process has seen it. */
	readonly writeLatency: number;
}

/**
 * Among how many of the least recently used accounts a claim picks at random, so that processes do not run after the same one: four times the
 * claims that are made while one write is under way. The snapshot tells the rate: half of its accounts were claimed since its median one.
 * Below about 50 claims/s (at 5 ms a write) it is 1: exact.
 */
export function width(eligible: readonly Account[], { now, writeLatency }: Tempo): number {
	const count = eligible.length;
	const claimedAt = eligible.map((account) => account.claimedAt).sort((one, other) => one - other);
	const median = claimedAt[Math.floor(count / 2)];
	if (median === undefined) return 1;
	const perMs = count / 2 / Math.max(1, now - median);
	return Math.min(count, Math.max(1, Math.ceil(4 * perMs * writeLatency)));
}
