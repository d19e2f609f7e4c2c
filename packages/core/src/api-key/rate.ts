import { workspacePk } from "../account/account.ts";
import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { add, type Item, type Key, lt, notExists, or, type Store, set } from "../store/store.ts";
import type { Principal } from "./principal.ts";

const minuteMs = 60_000;

/**
 * Counts one request of a key that has a limit; other keys cost nothing. One conditional update of the minute's item, so it holds over any number of
 * instances; beside it the minute before is read, which counts by the share of it that lies within the last 60 seconds, rounded down. So the turn of a
 * minute gives no second helping, and a key that waits is let in little by little. Throws `GatewayError` rate_limited with the seconds until the next
 * request is let in, `StoreError`.
 */
export async function takeRequest(
	{ store, clock }: { readonly store: Store; readonly clock: Clock },
	{ workspace, keyId, requestsPerMinute: limit }: Principal,
): Promise<void> {
	if (limit === null) return;
	const now = clock();
	const minute = Math.floor(now / minuteMs);
	const place = (of: number): Key => ({ pk: `${workspacePk(workspace)}#rate`, sk: `${keyId}#${of}` });
	const [taken, previous] = await Promise.all([
		store.update(
			place(minute),
			[add(["requests"], 1), set(["ttl"], (minute + 2) * (minuteMs / 1000))],
			or(notExists("requests"), lt(["requests"], limit)),
		),
		store.get(place(minute - 1)),
	]);
	const elapsed = now - minute * minuteMs;
	const before = countOf(previous);
	const count = countOf(taken.ok ? taken.item : taken.current);
	if (taken.ok && count + Math.floor(before * (1 - elapsed / minuteMs)) <= limit) return;
	if (taken.ok) await store.update(place(minute), [add(["requests"], -1)]);
	const others = taken.ok ? count - 1 : count;
	throw new GatewayError("rate_limited", `This API key has reached its limit of ${limit} requests a minute.`, {
		retryAfter: Math.max(1, freeAfterMs(others, before, limit) - elapsed) / 1000,
		hint: "Wait as long as Retry-After says, or ask an admin for a higher requestsPerMinute.",
	});
}

/** ms from the minute's begin until one more is let in: at its end when it is full itself, else when the share of the one before has become small enough. */
const freeAfterMs = (count: number, before: number, limit: number): number =>
	count >= limit ? minuteMs + 1 : Math.floor(minuteMs * (1 - (limit - count) / before)) + 1;

const countOf = (item: Item | undefined): number => (typeof item?.["requests"] === "number" ? item["requests"] : 0);
