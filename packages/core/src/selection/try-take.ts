import type { Account } from "../account/account.ts";
import type { Claim } from "./outcome.ts";
import type { Met } from "./pace.ts";
import { isProbe } from "./probe.ts";
import { needOf, type Progress } from "./progress.ts";
import { withAccount, withoutAccount } from "./snapshot.ts";
import { afterTake, type Take, type TakeMode, type Taken, takeAccount } from "./take.ts";

/** A claim whose relation to the conversation's binding is not judged yet. */
export type TakenClaim = Omit<Claim, "bound">;

/**
 * Moves the account on the board at once and in the store with one write; until that is over other claims on the board leave it alone. Undefined
 * when the write was lost: then the board shows how the account stands. Throws `StoreError`.
 */
export async function tryTake(progress: Progress, account: Account, mode: TakeMode): Promise<TakenClaim | undefined> {
	const { attemptId, nonce, board } = progress;
	const need = needOf(progress);
	const take: Take = { account, need, mode, attemptId, nonce, ...nextTimes(board.snapshot.accounts, need.now) };
	board.snapshot = withAccount(board.snapshot, afterTake(take));
	const written = write(progress, take).finally(() => board.writing.delete(account.sk));
	// What failed is told to its own claim; whoever waits for it goes on.
	board.writing.set(
		account.sk,
		written.catch(() => undefined),
	);
	const taken = await written;
	return taken && claimOf(progress, account, taken);
}

/** The account after the write; the board is right again before anybody else looks at it. */
async function write(progress: Progress, take: Take): Promise<Account | undefined> {
	const { deps, board, pool } = progress;
	const { account } = take;
	const startedAt = deps.clock();
	try {
		const result = await takeAccount(deps.store, take);
		deps.pace.wrote(pool, { ms: deps.clock() - startedAt, met: metBy(account, result) });
		const stands = result.taken ? result.account : result.stands;
		board.snapshot = stands ? withAccount(board.snapshot, stands) : withoutAccount(board.snapshot, account);
		if (result.taken) return result.account;
		progress.lost = true;
		return undefined;
	} catch (error) {
		// Nothing is known of it but what was read: the next write on it compares with that.
		board.snapshot = withAccount(board.snapshot, account);
		throw error;
	}
}

function metBy(before: Account, result: Taken): Met {
	if (!result.taken) return "faster";
	return result.account.claims > before.claims + 1 ? "other" : "nobody";
}

/** Later than all that are known, and not before now. */
const nextTimes = (accounts: readonly Account[], now: number): Pick<Take, "claimedAt" | "beganAt"> => ({
	claimedAt: accounts.reduce((next, { claimedAt }) => Math.max(next, claimedAt + 1), now),
	beganAt: accounts.reduce((next, { beganAt = 0 }) => Math.max(next, beganAt + 1), now),
});

function claimOf(progress: Progress, before: Account, account: Account): TakenClaim {
	const { request, attemptId, board } = progress;
	const { pool } = board.snapshot;
	return {
		attemptId,
		account,
		pool,
		model: request.model,
		...(request.group === undefined ? {} : { group: request.group }),
		seen: Object.fromEntries(Object.entries(account.cooldowns).map(([scope, { id }]) => [scope, id])),
		probe: isProbe(before, needOf(progress)),
	};
}
