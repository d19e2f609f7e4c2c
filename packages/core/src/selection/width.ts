export interface Tempo {
	/** ms */
	readonly now: number;
	/** ms that a conditional write takes, as this process has seen it. */
	readonly writeLatency: number;
	/** ms over which the rate is judged at least: what comes in a shorter burst is no crowd yet. */
	readonly span?: number;
}

/**
 * Among how many of the least recently used accounts a claim has to pick at random, so that processes do not run after the same one: four times
 * the claims that are made while one write is under way, at least 1. The times (ms) at which the accounts were taken tell the rate: half of them
 * were since the median one. Below about 50 claims/s (at 5 ms a write) it is 1: exact. More than there are accounts: writes that compare mostly lose.
 */
export function width(times: readonly number[], { now, writeLatency, span = 1 }: Tempo): number {
	const count = times.length;
	const median = times.toSorted((one, other) => one - other)[Math.floor(count / 2)];
	if (median === undefined) return 1;
	const perMs = count / 2 / Math.max(span, now - median);
	return Math.max(1, Math.ceil(4 * perMs * writeLatency));
}
