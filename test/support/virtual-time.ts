import { setImmediate as turn } from "node:timers/promises";
import type { Store } from "@smart-router/core/store/store.ts";

/** A time that passes only when everybody waits: hours are simulated in seconds, and a loaded machine changes nothing. */
export interface VirtualTime {
	/** ms since its beginning. */
	now(): number;
	wait(ms: number): Promise<void>;
	/** Lets time pass until nobody waits any more. */
	run(): Promise<void>;
}

export function createVirtualTime(): VirtualTime {
	let now = 0;
	const waiting = new Map<number, (() => void)[]>();
	const due: number[] = [];

	function schedule(at: number, resume: () => void): void {
		const others = waiting.get(at);
		if (others) {
			others.push(resume);
			return;
		}
		waiting.set(at, [resume]);
		let low = 0;
		for (let high = due.length; low < high; ) {
			const middle = (low + high) >> 1;
			if ((due[middle] ?? 0) > at) low = middle + 1;
			else high = middle;
		}
		due.splice(low, 0, at);
	}

	return {
		now: () => now,
		wait: (ms) => new Promise((resolve) => schedule(now + ms, resolve)),
		async run() {
			for (;;) {
				await turn();
				const next = due.pop();
				if (next === undefined) return;
				now = next;
				for (const resume of waiting.get(next) ?? []) resume();
				waiting.delete(next);
			}
		},
	};
}

/** The store so many ms away, there and back: `latency` is drawn for each call. */
export function distant(store: Store, { wait }: VirtualTime, latency: () => number): Store {
	async function call<T>(run: () => Promise<T>): Promise<T> {
		const ms = latency();
		await wait(ms / 2);
		const answer = await run();
		await wait(ms / 2);
		return answer;
	}
	return {
		get: (...input) => call(() => store.get(...input)),
		batchGet: (...input) => call(() => store.batchGet(...input)),
		query: (...input) => call(() => store.query(...input)),
		put: (...input) => call(() => store.put(...input)),
		update: (...input) => call(() => store.update(...input)),
		remove: (...input) => call(() => store.remove(...input)),
	};
}
