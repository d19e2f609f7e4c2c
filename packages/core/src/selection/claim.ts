import type { Account, Strategy } from "../account/account.ts";
import type { Clock, Random } from "../clock.ts";
import { randomBase62, randomId } from "../id.ts";
import type { Store } from "../store/store.ts";
import { type Binding, type Bound, usesAffinity } from "./affinity.ts";
import { type Board, createBoards } from "./board.ts";
import { boundAccount, candidates, mustGoFirst } from "./candidates.ts";
import { eligibility, type Need } from "./eligible.ts";
import { noneLeft } from "./none.ts";
import type { Claim, ClaimOutcome, ClaimRequest, Selection } from "./outcome.ts";
import { createPace, type Pace } from "./pace.ts";
import { isProbe } from "./probe.ts";
import { byProfileId } from "./rank.ts";
import { withAccount, withoutAccount } from "./snapshot.ts";
import { afterTake, type Take, type TakeMode, type Taken, takeAccount } from "./take.ts";

export type { Claim, ClaimOutcome, ClaimRequest, Selection } from "./outcome.ts";

export interface SelectionDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly random: Random;
}

const compareTries = 3;
/** Beginnings are worth dealing out exactly, in bursts too: each decides on an hour of requests. */
const beginningTries = 10;
const burstMs = 100;
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

/** A claim on its way. */
interface Progress {
	readonly deps: SelectionDeps & { readonly pace: Pace };
	readonly request: ClaimRequest;
	readonly attemptId: string;
	readonly nonce: string;
	/** The pool's name, unique among all workspaces. */
	readonly pool: string;
	/** The request is the first turn of its conversation. */
	readonly begins: boolean;
	/** What is known of the pool, better with every write that was lost. */
	readonly board: Board;
	/** A write was lost since the snapshot was read. */
	lost: boolean;
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
	let taken = (await asBound(progress, binding)) ?? (await byStrategy(progress));
	// What a claim of this process is just taking (the last place, the probe) is left when its write fails.
	while (!taken && board.writing.size > 0) {
		await Promise.all(board.writing.values());
		taken = await byStrategy(progress);
	}
	const claim = taken && { ...taken, bound: boundTo(binding, taken, board.snapshot.accounts) };
	const outcome: ClaimOutcome = claim ? { kind: "claimed", claim } : noneLeft(board.snapshot.accounts, request, needOf(progress));
	return { outcome, lost: progress.lost };
}

/** A claim whose relation to the conversation's binding is not judged yet. */
type TakenClaim = Omit<Claim, "bound">;

/** The account the conversation is bound to, while it may be claimed and nobody must go before it. */
async function asBound(progress: Progress, binding: Binding | undefined): Promise<TakenClaim | undefined> {
	const account = binding && boundAccount(open(progress), binding, needOf(progress));
	return account && inOrder(progress, [account]);
}

function boundTo(binding: Binding | undefined, { account }: TakenClaim, accounts: readonly Account[]): Bound {
	if (binding?.profileId === account.profileId) return "kept";
	return binding && accounts.some(({ profileId }) => profileId === binding.profileId) ? "spilled" : "none";
}

/** Strategies under which everybody wants the same account, so that nobody competes for it. */
const ordered: ReadonlySet<Strategy> = new Set(["failover-only", "drain-soonest"]);

const byStrategy = (progress: Progress): Promise<TakenClaim | undefined> =>
	ordered.has(progress.board.snapshot.pool.strategy) ? inOrder(progress, open(progress)) : inTurn(progress);

/**
 * Least recently used by compare-and-set. After three lost tries, and at once where more claims are under way than there are accounts, comparing
 * would mostly lose and slow everybody down: then each process goes round in a turn of its own and takes the account as it stands, which nobody
 * can lose.
 */
async function inTurn(progress: Progress): Promise<TakenClaim | undefined> {
	const { board } = progress;
	const maxTries = progress.begins ? beginningTries : compareTries;
	for (let tries = 0; tries < maxTries; ) {
		const ranked = open(progress);
		const width = widthOf(progress, ranked);
		if (width > ranked.length) break;
		const account = ranked[Math.floor(progress.deps.random() * width)];
		if (!account) return undefined;
		const writing = board.writing.get(account.sk);
		if (writing) {
			await writing;
			continue;
		}
		const taken = await tryTake(progress, account, "compare");
		if (taken.taken) return claimOf(progress, account, taken.account);
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
	const accounts = open(progress).sort(byProfileId);
	const start = progress.deps.pace.turn(progress.pool, accounts.length);
	return [...accounts.slice(start), ...accounts.slice(0, start)];
}

/** A capped account can be taken on the very state that was read only; each time that fails, its cap is nearer or somebody has ended. */
const cappedTries = 32;
const modesFor = ({ maxConcurrency }: Account): readonly TakeMode[] =>
	maxConcurrency === null ? ["stamp", "push"] : Array<TakeMode>(cappedTries).fill("compare");

/** The first of the accounts that still is eligible, taken as it stands: at most two writes each, unless it is capped. */
async function inOrder(progress: Progress, accounts: readonly Account[]): Promise<TakenClaim | undefined> {
	const { board } = progress;
	for (const next of accounts) {
		for (const mode of modesFor(next)) {
			// What a write of this process still under way would leave is not known to be there.
			for (let write = board.writing.get(next.sk); write; write = board.writing.get(next.sk)) await write;
			const account = board.snapshot.accounts.find(({ sk }) => sk === next.sk);
			if (!account || !eligibility(account, needOf(progress)).eligible) break;
			const taken = await tryTake(progress, account, mode);
			if (taken.taken) return claimOf(progress, account, taken.account);
		}
	}
	return undefined;
}

/** Moves the account on the board at once and in the store with one write; until that is over other claims on the board leave it alone. */
async function tryTake(progress: Progress, account: Account, mode: TakeMode): Promise<Taken> {
	const { deps, attemptId, nonce, board } = progress;
	const need = needOf(progress);
	const take = { account, need, mode, attemptId, nonce, ...nextTimes(board.snapshot.accounts, need.now) };
	board.snapshot = withAccount(board.snapshot, afterTake(take));
	const startedAt = deps.clock();
	const write = takeAccount(deps.store, take)
		.catch((error) => {
			// Nothing is known of it but what was read: the next write on it compares with that.
			board.snapshot = withAccount(board.snapshot, account);
			throw error;
		})
		.finally(() => board.writing.delete(account.sk));
	// What failed is told to its own claim; whoever waits for it goes on.
	board.writing.set(
		account.sk,
		write.catch(() => undefined),
	);
	try {
		const taken = await write;
		const alone = taken.taken && taken.account.claims === account.claims + 1;
		deps.pace.wrote(progress.pool, { ms: deps.clock() - startedAt, alone });
		if (!taken.taken) {
			progress.lost = true;
			board.snapshot = taken.stands ? withAccount(board.snapshot, taken.stands) : withoutAccount(board.snapshot, account);
		}
		return taken;
	} catch (error) {
		board.snapshot = withAccount(board.snapshot, account);
		throw error;
	}
}

/** Later than all that are known, and not before now. */
const nextTimes = (accounts: readonly Account[], now: number): Pick<Take, "claimedAt" | "beganAt"> => ({
	claimedAt: accounts.reduce((next, { claimedAt }) => Math.max(next, claimedAt + 1), now),
	beganAt: accounts.reduce((next, { beganAt = 0 }) => Math.max(next, beganAt + 1), now),
});

const needOf = ({ deps, request, board, begins }: Progress): Need => ({
	model: request.model,
	begins,
	probes: request.probes ?? true,
	...(request.group === undefined ? {} : { group: request.group }),
	pool: board.snapshot.pool,
	now: deps.clock(),
});

/** Who may be claimed for this request, best first. */
function open(progress: Progress): Account[] {
	const { exclude, profiles } = progress.request;
	const allowed = progress.board.snapshot.accounts.filter(
		({ profileId }) => !exclude.has(profileId) && (profiles === undefined || profiles.includes(profileId)),
	);
	return candidates(allowed, needOf(progress));
}

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
