import type { Account, Strategy } from "../account/account.ts";
import { randomBase62, randomId } from "../id.ts";
import { type Binding, type Bound, usesAffinity } from "./affinity.ts";
import { type Board, createBoards } from "./board.ts";
import { boundAccount } from "./candidates.ts";
import { inOrder } from "./in-order.ts";
import { inTurn } from "./in-turn.ts";
import { noneLeft } from "./none.ts";
import type { ClaimOutcome, ClaimRequest, Selection } from "./outcome.ts";
import { createPace } from "./pace.ts";
import { needOf, openFor, type Progress, type SelectionDeps } from "./progress.ts";
import type { TakenClaim } from "./try-take.ts";

export type { Claim, ClaimOutcome, ClaimRequest, Selection } from "./outcome.ts";
export type { SelectionDeps } from "./progress.ts";

/** How often a claim starts over from a fresh snapshot, when all that it saw eligible was lost to others. */
const maxRounds = 3;

/**
 * Takes accounts in turn, with any number of other processes doing the same: the store's conditional write on one account is all that
 * coordinates them. Within this process claims on one pool that are made at once share a snapshot, so that they never conflict.
 */
export function createSelection(deps: SelectionDeps): Selection {
	const boards = createBoards(deps);
	const pace = createPace(deps.random);
	return {
		async claim(request) {
			const ids = { attemptId: request.attemptId ?? randomId("att"), nonce: randomBase62(12) };
			for (let round = 1; ; round++) {
				const { outcome, lost } = await boards.join(request, (board) => claimOnce({ ...deps, pace }, request, ids, board));
				if (outcome.kind === "claimed" || !lost || round === maxRounds) return outcome;
			}
		},
	};
}

async function claimOnce(
	deps: Progress["deps"],
	request: ClaimRequest,
	ids: Pick<Progress, "attemptId" | "nonce">,
	board: Board,
): Promise<{ readonly outcome: ClaimOutcome; readonly lost: boolean }> {
	const binding = await request.binding;
	const begins = request.binding !== undefined && binding === undefined && usesAffinity(board.snapshot.pool);
	const pool = `${request.workspace}/${request.provider}`;
	const progress: Progress = { deps, request, ...ids, pool, board, begins, lost: false };
	const taken = (await asBound(progress, binding)) ?? (await whenOthersAreDone(board, () => byStrategy(progress)));
	const claim = taken && { ...taken, bound: boundTo(binding, taken, board.snapshot.accounts) };
	const outcome: ClaimOutcome = claim ? { kind: "claimed", claim } : noneLeft(board.snapshot.accounts, request, needOf(progress));
	return { outcome, lost: progress.lost };
}

/** What a claim of this process is just taking (the last place, the probe) is left when its write fails: then it is worth another look. */
async function whenOthersAreDone<T>({ writing }: Board, look: () => Promise<T | undefined>): Promise<T | undefined> {
	for (;;) {
		const before = [...writing.values()];
		const found = await look();
		const others = [...before, ...writing.values()];
		if (found || others.length === 0) return found;
		await Promise.all(others);
	}
}

/** The account the conversation is bound to, while it may be claimed and nobody must go before it. */
async function asBound(progress: Progress, binding: Binding | undefined): Promise<TakenClaim | undefined> {
	const account = binding && boundAccount(openFor(progress), binding, needOf(progress));
	return account && inOrder(progress, [account]);
}

function boundTo(binding: Binding | undefined, { account }: TakenClaim, accounts: readonly Account[]): Bound {
	if (binding?.profileId === account.profileId) return "kept";
	return binding && accounts.some(({ profileId }) => profileId === binding.profileId) ? "spilled" : "none";
}

/** Strategies under which everybody wants the same account, so that nobody competes for it. */
const ordered: ReadonlySet<Strategy> = new Set(["failover-only", "drain-soonest"]);

const byStrategy = (progress: Progress): Promise<TakenClaim | undefined> =>
	ordered.has(progress.board.snapshot.pool.strategy) ? inOrder(progress, openFor(progress)) : inTurn(progress);
