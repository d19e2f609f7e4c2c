import { expect, test } from "vitest";
import { sampleAccount } from "../../../../test/support/accounts.ts";
import type { Account } from "../account/account.ts";
import { marksAt, usesOf } from "./uses.ts";

const half = 12 * 3_600_000;

/** Claims as the store would count them: marks roll in the claim's own write. */
const claimed = (account: Account, now: number): Account => ({
	...account,
	useMarks: [...marksAt(account, now)],
	claims: account.claims + 1,
});

test("uses are the claims since the start of the half before", () => {
	let account = sampleAccount("a");
	for (const at of [0, 1, half, half + 1, half + 2, 2 * half]) account = claimed(account, 10 * half + at);

	expect(usesOf(account, 12 * half)).toBe(4);
	expect(usesOf(account, 13 * half - 1)).toBe(4);
	expect(usesOf(account, 13 * half)).toBe(1);
	expect(usesOf(account, 14 * half)).toBe(0);
});

test("a half without claims is not missed, and a clock that is behind rolls nothing back", () => {
	let account = sampleAccount("a");
	for (const at of [0, 0, 3 * half, 3 * half - 5]) account = claimed(account, 10 * half + at);

	expect(usesOf(account, 13 * half)).toBe(2);
	expect(account.useMarks).toEqual([
		{ at: 12 * half, claims: 2 },
		{ at: 13 * half, claims: 2 },
	]);
});
