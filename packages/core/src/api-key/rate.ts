import { workspacePk } from "../account/account.ts";
import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { add, lt, notExists, or, type Store, set } from "../store/store.ts";
import type { Principal } from "./principal.ts";

const minuteMs = 60_000;

/**
 * Counts one request of a key that has a limit; other keys cost nothing. The count is one conditional update of the minute's item, so it holds
 * over any number of instances. Minutes are the clock's: around the turn of one a key may make twice its limit within 60 seconds.
 * Throws `GatewayError` rate_limited with the seconds until the next minute, `StoreError`.
 */
export async function takeRequest(
	{ store, clock }: { readonly store: Store; readonly clock: Clock },
	{ workspace, keyId, requestsPerMinute: limit }: Principal,
): Promise<void> {
	if (limit === null) return;
	const now = clock();
	const minute = Math.floor(now / minuteMs);
	const endsAt = (minute + 1) * minuteMs;
	const taken = await store.update(
		{ pk: `${workspacePk(workspace)}#rate`, sk: `${keyId}#${minute}` },
		[add(["requests"], 1), set(["ttl"], endsAt / 1000 + 60)],
		or(notExists("requests"), lt(["requests"], limit)),
	);
	if (taken.ok) return;
	throw new GatewayError("rate_limited", `This API key may make ${limit} requests a minute, and has made them.`, {
		retryAfter: (endsAt - now) / 1000,
		hint: "Wait until the next minute, or ask an admin for a higher requestsPerMinute.",
	});
}
