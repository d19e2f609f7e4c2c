import { setImmediate as turn } from "node:timers/promises";
import type { Store } from "@smart-router/core/store/store.ts";
import { aroundCalls } from "./around-calls.ts";

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
export const distant = (store: Store, { wait }: VirtualTime, latency: () => number): Store =>
	aroundCalls(store, async (run) => {
		const ms = latency();
		await wait(ms / 2);
		const answer = await run();
		await wait(ms / 2);
		return answer;
	});

export interface Capacity {
	/** Calls that are worked at once; the others queue. */
	readonly workers: number;
	/** ms that a call takes a worker, drawn for each call. */
	readonly service: () => number;
	/** ms from the beginning between which no call is begun. */
	readonly stall: { readonly from: number; readonly to: number };
}

/** A store that does one thing after the other, first come first served, and so falls behind when it is asked for more than it can do. */
export function busy(store: Store, { now, wait }: VirtualTime, { workers, service, stall }: Capacity): Store {
	const free = Array.from({ length: workers }, () => 0);
	return aroundCalls(store, async (run) => {
		const worker = free.indexOf(Math.min(...free));
		const next = Math.max(free[worker] ?? 0, now());
		const begins = next >= stall.from && next < stall.to ? stall.to : next;
		const ends = begins + service();
		free[worker] = ends;
		await wait(ends - now());
		return run();
	});
}
