import type { Clock } from "../clock.ts";

export interface SlowDown {
	/** Counts one unknown key from this address; returns the milliseconds its answer should wait. */
	count(address: string): number;
}

const windowMs = 60_000;
const freeTries = 5;
const stepMs = 100;
const maxDelayMs = 2_000;
const maxAddresses = 10_000;

/**
 * Slows guessing down: after 5 unknown keys from an address within a minute each further answer waits 100 ms longer, up to 2 s.
 * In memory and best effort; valid keys never come here. Bounded: above 10,000 addresses the oldest is forgotten.
 */
export function createSlowDown(clock: Clock): SlowDown {
	const addresses = new Map<string, { tries: number; readonly until: number }>();
	return {
		count(address) {
			const now = clock();
			const known = addresses.get(address);
			const entry = known && known.until > now ? known : { tries: 0, until: now + windowMs };
			entry.tries += 1;
			if (entry !== known) {
				addresses.delete(address);
				addresses.set(address, entry);
				const [oldest] = addresses.keys();
				if (addresses.size > maxAddresses && oldest !== undefined) addresses.delete(oldest);
			}
			return Math.min(maxDelayMs, Math.max(0, entry.tries - freeTries) * stepMs);
		},
	};
}
