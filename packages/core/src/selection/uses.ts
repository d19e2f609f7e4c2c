import type { Account, UseMark } from "../account/account.ts";

const halfDayMs = 12 * 3_600_000;
const halfMinuteMs = 30_000;

type Marks = readonly [UseMark, UseMark];

/**
 * The marks as of `now` (ms): claims at the start of the span before the running one, and at the start of the running one.
 * Marks roll at every claim, so an account that has none for a span had no claim in it.
 */
function rolled([older, newer]: readonly UseMark[], claims: number, spanMs: number, now: number): Marks {
	const start = Math.floor(now / spanMs) * spanMs;
	if (older && newer && newer.at >= start) return [older, newer];
	const current = { at: start, claims };
	return newer?.at === start - spanMs ? [newer, current] : [{ at: start - spanMs, claims }, current];
}

/** Marks of half days, for `usesOf`. */
export const marksAt = ({ useMarks, claims }: Account, now: number): Marks => rolled(useMarks, claims, halfDayMs, now);

/** Marks of half minutes, for `recentOf`. */
export const paceMarksAt = ({ paceMarks = [], claims }: Account, now: number): Marks => rolled(paceMarks, claims, halfMinuteMs, now);

/** Claims within the last 12 to 24 hours. */
export const usesOf = (account: Account, now: number): number => account.claims - marksAt(account, now)[0].claims;

/** Claims within the last 30 to 60 seconds. */
export const recentOf = (account: Account, now: number): number => account.claims - paceMarksAt(account, now)[0].claims;
