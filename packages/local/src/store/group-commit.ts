import { StoreError } from "@smart-router/core/store/store.ts";

interface Job<Result> {
	readonly run: () => Result;
	readonly resolve: (result: Result) => void;
	readonly reject: (cause: unknown) => void;
}

export interface GroupCommit<Result> {
	/** Queues `run` for the next commit; resolves when it is committed. What `run` throws as a `StoreError` is its own failure alone. */
	submit(run: () => Result): Promise<Result>;
	/** Commits what is queued now. */
	flush(): void;
}

/**
 * Writes that come within one turn of the event loop share one transaction: a commit costs as much as the write itself, and under load many requests
 * are settled in one turn. Each write still sees those before it. A failing commit fails all of its writes, and none of them has happened.
 */
export function createGroupCommit<Result>(transaction: (work: () => void) => void): GroupCommit<Result> {
	let queue: Job<Result>[] = [];

	function flush(): void {
		const jobs = queue;
		queue = [];
		if (jobs.length === 0) return;
		const settlements: (() => void)[] = [];
		try {
			transaction(() => {
				for (const job of jobs) settlements.push(runJob(job));
			});
		} catch (cause) {
			for (const { reject } of jobs) reject(cause);
			return;
		}
		for (const settle of settlements) settle();
	}

	return {
		flush,
		submit: (run) =>
			new Promise((resolve, reject) => {
				queue.push({ run, resolve, reject });
				if (queue.length === 1) setImmediate(flush);
			}),
	};
}

function runJob<Result>({ run, resolve, reject }: Job<Result>): () => void {
	try {
		const result = run();
		return () => resolve(result);
	} catch (cause) {
		// A refusal of ours comes before anything is written; whatever else breaks, breaks the transaction.
		if (!(cause instanceof StoreError)) throw cause;
		return () => reject(cause);
	}
}
