import { hash } from "node:crypto";
import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { add, type Key, type Store, set } from "../store/store.ts";

interface Deps {
	readonly store: Store;
	readonly clock: Clock;
}

/** Wrong codes within a minute, from one address, and on the whole stage: with 34.5 bits a guesser gets nowhere (RFC 8628 section 5.1). */
export const maxWrongOfAddress = 10;
const maxWrongOfStage = 300;
const windowMs = 60_000;

const everybody = "*";
const guessKey = (who: string, window: number): Key => ({ pk: `login#guess#${hash("sha256", who)}#${window}`, sk: "count" });

/**
 * Lets one code be tried and counts it as wrong until `forgive` says otherwise, so that tries at the same time cannot slip through together.
 * The window before counts as well: never more than 10 in any minute. Throws `GatewayError` rate_limited.
 */
export async function countGuess({ store, clock }: Deps, address: string): Promise<{ readonly forgive: () => Promise<void> }> {
	const now = clock();
	const window = Math.floor(now / windowMs);
	const ttl = Math.ceil(now / 1000) + 600;
	const change = (who: string, by: number) => store.update(guessKey(who, window), [add(["count"], by), set(["ttl"], ttl)]);
	const countOf = async (who: string): Promise<number> => {
		const [written, before] = await Promise.all([change(who, 1), store.get(guessKey(who, window - 1))]);
		return (written.ok ? Number(written.item["count"]) : 0) + Number(before?.["count"] ?? 0);
	};
	// Who is locked out counts for nobody else.
	if ((await countOf(address)) <= maxWrongOfAddress && (await countOf(everybody)) <= maxWrongOfStage) {
		return { forgive: async () => void (await Promise.all([change(address, -1), change(everybody, -1)])) };
	}
	throw new GatewayError("rate_limited", "Too many wrong codes.", {
		hint: "Wait two minutes, then try again.",
		retryAfter: 2 * (windowMs / 1000),
	});
}
