import type { Account } from "../account/account.ts";
import { mustGoFirst } from "./candidates.ts";
import { inOrder } from "./in-order.ts";
import { needOf, openFor, type Progress } from "./progress.ts";
import { byProfileId } from "./rank.ts";
import { type TakenClaim, tryTake } from "./try-take.ts";

const compareTries = 3;
/** Beginnings are worth dealing out exactly, in bursts too: each decides on an hour of requests. */
const beginningTries = 10;
const burstMs = 100;

/**
 * Least recently used by compare-and-set. After three lost tries, and at once where more claims are under way than there are accounts, comparing
 * would mostly lose and slow everybody down: then each process goes round in a turn of its own and takes the account as it stands, which nobody
 * can lose. Throws `StoreError`.
 */
export async function inTurn(progress: Progress): Promise<TakenClaim | undefined> {
	const { board, begins, deps } = progress;
	const maxTries = begins ? beginningTries : compareTries;
	for (let tries = 0; tries < maxTries; ) {
		const ranked = openFor(progress);
		const width = widthOf(progress, ranked);
		if (width > ranked.length) break;
		const account = ranked[Math.floor(deps.random() * width)];
		if (!account) return undefined;
		const writing = board.writing.get(account.sk);
		if (writing) {
			await writing;
			continue;
		}
		const taken = await tryTake(progress, account, "compare");
		if (taken) return taken;
		tries++;
	}
	return inOrder(progress, inOwnTurn(progress));
}

/** Among how many of the first in rank to pick: 1 unless the pool is crowded. */
function widthOf(progress: Progress, ranked: readonly Account[]): number {
	const { deps, begins, board, pool } = progress;
	const [first] = ranked;
	if (!first || mustGoFirst(first, needOf(progress))) return 1;
	const times = ranked.map(({ claimedAt, beganAt = 0 }) => (begins ? beganAt : claimedAt));
	const width = deps.pace.width(pool, times, { now: board.readAt, ...(begins && { span: burstMs }) });
	return begins && width <= ranked.length ? 1 : width;
}

/** The eligible accounts by profile id, beginning with the one after this process's last one. */
function inOwnTurn(progress: Progress): Account[] {
	const accounts = openFor(progress).sort(byProfileId);
	const start = progress.deps.pace.turn(progress.pool, accounts.length);
	return [...accounts.slice(start), ...accounts.slice(0, start)];
}
