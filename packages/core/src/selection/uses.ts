import type { Account, UseMark } from "../account/account.ts";

const halfMs = 12 * 3_600_000;

/**
 * The marks as of `now` (ms): claims at the start of the 12 h half before the running one, and at the start of the running one.
 * Marks roll at every claim, so an account that has none for a half had no claim in it.
 */
export function marksAt({ useMarks, claims }: Account, now: number): readonly [UseMark, UseMark] {
	const half = Math.floor(now / halfMs) * halfMs;
	const [older, newer] = useMarks;
	if (older && newer && newer.at >= half) return [older, newer];
	const current = { at: half, claims };
	return newer?.at === half - halfMs ? [newer, current] : [{ at: half - halfMs, claims }, current];
}

/** Claims within the last 12 to 24 hours. */
export const usesOf = (account: Account, now: number): number => account.claims - marksAt(account, now)[0].claims;
