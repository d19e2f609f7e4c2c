import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";

export interface SlowDownDeps {
	readonly clock: Clock;
	/** Resolves after so many milliseconds. Missing where waiting is paid for, as in a Lambda function: there guesses are refused instead. */
	readonly hold?: (ms: number) => Promise<void>;
}

export interface SlowDown {
	/**
	 * Counts one wrong guess from this address, then holds its answer, or without `hold` refuses too many of them: throws `GatewayError` rate_limited
	 * with the seconds until the minute of the first guess is over.
	 */
	count(address: string): Promise<void>;
}

const windowMs = 60_000;
const freeTries = 5;
const stepMs = 100;
const maxDelayMs = 2_000;
const maxTries = 20;
const maxAddresses = 10_000;

/**
 * Slows guessing down. Held: after 5 wrong guesses from an address within a minute each further answer waits 100 ms longer, up to 2 s. Not held: after
 * 20 it is told to come back later. In memory and best effort; valid keys never come here. Bounded: above 10,000 addresses the oldest is forgotten.
 */
export function createSlowDown({ clock, hold }: SlowDownDeps): SlowDown {
	const addresses = new Map<string, { tries: number; readonly until: number }>();

	function counted(address: string): { readonly tries: number; readonly until: number } {
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
		return entry;
	}

	return {
		async count(address) {
			const { tries, until } = counted(address);
			if (hold) return hold(Math.min(maxDelayMs, Math.max(0, tries - freeTries) * stepMs));
			if (tries <= maxTries) return;
			throw new GatewayError("rate_limited", "Too many wrong keys or codes came from your address.", {
				retryAfter: (until - clock()) / 1000,
				hint: "Check what you send, and try again in a minute.",
			});
		},
	};
}
