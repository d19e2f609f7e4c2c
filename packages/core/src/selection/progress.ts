import type { Account } from "../account/account.ts";
import type { Clock, Random } from "../clock.ts";
import type { Store } from "../store/store.ts";
import type { Board } from "./board.ts";
import { candidates } from "./candidates.ts";
import type { Need } from "./need.ts";
import type { ClaimRequest } from "./outcome.ts";
import type { Pace } from "./pace.ts";

export interface SelectionDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly random: Random;
}

/** A claim on its way. */
export interface Progress {
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

export const needOf = ({ deps, request, board, begins }: Progress): Need => ({
	model: request.model,
	begins,
	probes: request.probes ?? true,
	...(request.group === undefined ? {} : { group: request.group }),
	pool: board.snapshot.pool,
	now: deps.clock(),
});

/** Who may be claimed for this request, best first. */
export function openFor(progress: Progress): Account[] {
	const { exclude, profiles } = progress.request;
	const allowed = progress.board.snapshot.accounts.filter(
		({ profileId }) => !exclude.has(profileId) && (profiles === undefined || profiles.includes(profileId)),
	);
	return candidates(allowed, needOf(progress));
}
