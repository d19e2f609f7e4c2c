import type { Random } from "../clock.ts";
import { type Tempo, width } from "./width.ts";

/** What a process remembers of its own writes: how long they take, and in which pools it has met others lately. */
export interface Pace {
	/** A conditional write on an account of the pool took so many ms; alone: nobody else had claimed the account since it was read. */
	wrote(pool: string, write: { readonly ms: number; readonly alone: boolean }): void;
	/** Among how many of the least recently used accounts to pick, by the times (ms) at which they were taken; may exceed their number. */
	width(pool: string, times: readonly number[], tempo: Omit<Tempo, "writeLatency">): number;
	/** Which of so many accounts is next when this process takes them in its own turn, whatever others do. */
	turn(pool: string, count: number): number;
}

const firstLatencyMs = 5;
/** Latency that rises is believed sooner than latency that falls: claims that pile up behind a slow store must not multiply its work. */
const weights = { up: 0.5, down: 0.1 };
/** Writes without meeting anybody until a pool counts as quiet again. */
const waryFor = 16;

/**
 * The snapshot alone cannot tell many processes from one that claims often, or from a clock that is behind: in both the last claims look
 * crowded. So it widens only in a pool where this process has met another one lately, and without conflicts a claim is exact.
 */
export function createPace(random: Random): Pace {
	let writeLatency = firstLatencyMs;
	const wary = new Map<string, number>();
	const turns = new Map<string, number>();
	return {
		wrote(pool, { ms, alone }) {
			writeLatency += (ms > writeLatency ? weights.up : weights.down) * (ms - writeLatency);
			const left = alone ? (wary.get(pool) ?? 0) - 1 : waryFor;
			if (left > 0) wary.set(pool, left);
			else wary.delete(pool);
		},
		width: (pool, times, tempo) => (wary.has(pool) ? width(times, { ...tempo, writeLatency }) : 1),
		turn(pool, count) {
			const turn = turns.get(pool) ?? Math.floor(random() * count);
			turns.set(pool, turn + 1);
			return count === 0 ? 0 : turn % count;
		},
	};
}
