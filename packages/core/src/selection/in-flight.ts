import type { Account } from "../account/account.ts";
import { and, type Change, type Condition, eq, lt, notExists, or, set, sizeOf, unset } from "../store/store.ts";

/**
 * An attempt that nobody settles (its process died) counts for so many ms: no longer than a function lives.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const countsForMs = 15 * 60_000;

/** Attempts under way on a capped account, by attempt id, and those that are over because their time is. */
function attemptsOf({ inFlight = {} }: Account, now: number): { readonly live: number; readonly over: readonly string[] } {
	const ids = Object.keys(inFlight);
	const over = ids.filter((id) => (inFlight[id] ?? 0) <= now);
	return { live: ids.length - over.length, over };
}

/**
 * One more attempt is within the account's cap, or it has none. With a cap it holds on the very state that was read only: a claim counts itself in
 * the map and moves `claims`, and an attempt that ends meanwhile can but make room.
 */
export function belowCap(account: Account, now: number): Condition {
	const { maxConcurrency, claims } = account;
	if (maxConcurrency === null) return or(notExists("maxConcurrency"), eq(["maxConcurrency"], null));
	const { live, over } = attemptsOf(account, now);
	const room =
		live < maxConcurrency ? or(notExists("inFlight"), sizeOf(["inFlight"], "lt", maxConcurrency + over.length)) : lt(["claims"], 0);
	return and(eq(["maxConcurrency"], maxConcurrency), eq(["claims"], claims), room);
}

/** The account with one more attempt under way. */
export function withAttempt(account: Account, attemptId: string, now: number): Pick<Account, "inFlight"> {
	if (account.maxConcurrency === null) return {};
	const live = Object.entries(account.inFlight ?? {}).filter(([, until]) => until > now);
	return { inFlight: { ...Object.fromEntries(live), [attemptId]: now + countsForMs } };
}

/** What `withAttempt` writes: entries one by one, for another attempt may take its own away at any time. */
export function attemptChanges(account: Account, attemptId: string, now: number): Change[] {
	if (account.maxConcurrency === null) return [];
	const until = now + countsForMs;
	if (account.inFlight === undefined) return [set(["inFlight"], { [attemptId]: until })];
	return [set(["inFlight", attemptId], until), ...attemptsOf(account, now).over.map((id) => unset("inFlight", id))];
}
