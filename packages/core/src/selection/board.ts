import { type PoolSnapshot, readPool } from "../account/pools.ts";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";

/** What the claims that are made together know of their pool. */
export interface Board {
	/** As one Query read it, moved on by each claim before its write is sent: so the next one picks as if it had come after. */
	snapshot: PoolSnapshot;
	/** ms, when that was. */
	readonly readAt: number;
	/** By sort key: the writes that claims compete with for an account. Another claim for it waits, instead of losing to its own process. */
	readonly writing: Map<string, Promise<unknown>>;
}

interface PoolName {
	readonly workspace: string;
	readonly provider: string;
}

export interface Boards {
	/** `work` on a board of the pool that was read after this call. Rejects with what `work` or the reading throws. */
	join<T>(pool: PoolName, work: (board: Board) => Promise<T>): Promise<T>;
}

interface Job {
	/** It has waited for a reading that failed. */
	readonly again?: boolean;
	start(board: Board): Promise<void>;
	reject(error: unknown): void;
}

/** One board at a time for each pool: whoever comes while its claims are at work shares the next one. */
export function createBoards({ store, clock }: { readonly store: Store; readonly clock: Clock }): Boards {
	const queues = new Map<string, Job[]>();

	async function serve({ workspace, provider }: PoolName, queue: Job[]): Promise<void> {
		const jobs = queue.splice(0);
		let snapshot: PoolSnapshot;
		try {
			snapshot = await readPool({ store }, workspace, provider);
		} catch (error) {
			const [first, ...others] = jobs;
			first?.reject(error);
			// One claim's failure may be nobody else's; but a store that is away is not asked again for each of them.
			for (const job of others.filter(({ again }) => again)) job.reject(error);
			queue.unshift(...others.filter(({ again }) => !again).map((job) => ({ ...job, again: true })));
			return;
		}
		const board: Board = { snapshot, readAt: clock(), writing: new Map() };
		await Promise.all(jobs.map((job) => job.start(board)));
	}

	async function serveAll(pool: PoolName, name: string, queue: Job[]): Promise<void> {
		// Whoever comes at once with the first one is not to wait for it.
		await undefined;
		while (queue.length > 0) await serve(pool, queue);
		queues.delete(name);
	}

	return {
		join: (pool, work) =>
			new Promise((resolve, reject) => {
				const job: Job = { start: (board) => work(board).then(resolve, reject), reject };
				const name = `${pool.workspace}/${pool.provider}`;
				const queue = queues.get(name);
				if (queue) {
					queue.push(job);
					return;
				}
				const first = [job];
				queues.set(name, first);
				void serveAll(pool, name, first);
			}),
	};
}
