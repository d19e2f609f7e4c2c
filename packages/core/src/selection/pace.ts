import type { Random } from "../clock.ts";
import { type Tempo, width } from "./width.ts";

/** How a write on an account met other processes: it was lost to one, one had claimed the account since it was read, or nobody. */
export type Met = "faster" | "other" | "nobody";

/** What a process remembers of its own writes: how long they take, and in which pools it has met others lately. */
export interface Pace {
	/** A conditional write on an account of the pool took so many ms. */
	wrote(pool: string, write: { readonly ms: number; readonly met: Met }): void;
	/** Among how many of the least recently used accounts to pick, by the times (ms) at which they were taken; may exceed their number. */
	width(pool: string, times: readonly number[], tempo: Omit<Tempo, "writeLatency">): number;
	/** Which of so many accounts is next when this process takes them in its own turn, whatever others do. */
	turn(pool: string, count: number): number;
}

const firstLatencyMs = 5;
/** Latency that rises is believed sooner than latency that falls: claims that pile up behind a slow store must not multiply its work. */
const weights = { up: 0.5, down: 0.1 };
/** Writes that met nobody until a pool counts as quiet again. */
const waryFor = 16;

/**
 * The snapshot alone cannot tell many processes from one that claims often, or from a clock that is behind: in both the last claims look
 * crowded. So it widens only in a pool where this process has lost a write lately, and without conflicts a claim is exact.
 */
export function createPace(random: Random): Pace {
	let writeLatency = firstLatencyMs;
	const wary = new Map<string, number>();
	const turns = new Map<string, number>();
	return {
		wrote(pool, { ms, met }) {
			writeLatency += (ms > writeLatency ? weights.up : weights.down) * (ms - writeLatency);
			const left = wary.get(pool);
			if (met === "faster") wary.set(pool, waryFor);
			else if (met === "nobody" && left !== undefined) {
				if (left > 1) wary.set(pool, left - 1);
				else wary.delete(pool);
			}
		},
		width: (pool, times, tempo) => (wary.has(pool) ? width(times, { ...tempo, writeLatency }) : 1),
		turn(pool, count) {
			const turn = turns.get(pool) ?? Math.floor(random() * count);
			turns.set(pool, turn + 1);
			return count === 0 ? 0 : turn % count;
		},
	};
}
