import type { Account } from "../account/account.ts";
import { width } from "./width.ts";

/** What a process remembers of its own writes: how long they take, and in which pools others were faster lately. */
export interface Pace {
	/** A conditional write took so many ms. */
	took(ms: number): void;
	/** A claim in the pool was lost to another process, or won without meeting one. */
	lost(pool: string): void;
	won(pool: string): void;
	/** Among how many of the ranked accounts to pick. */
	width(pool: string, ranked: readonly Account[], now: number): number;
}

const firstLatencyMs = 5;
const weight = 0.1;
/** Claims without a conflict until a pool counts as quiet again. */
const waryFor = 16;

/**
 * The snapshot alone cannot tell many processes from one that claims often, or from a clock that is behind: in both the last claims look
 * crowded. So it widens only in a pool where this process has met another one lately, and without conflicts a claim is exact.
 */
export function createPace(): Pace {
	let writeLatency = firstLatencyMs;
	const wary = new Map<string, number>();
	return {
		took(ms) {
			writeLatency += weight * (ms - writeLatency);
		},
		lost(pool) {
			wary.set(pool, waryFor);
		},
		won(pool) {
			const left = (wary.get(pool) ?? 0) - 1;
			if (left > 0) wary.set(pool, left);
			else wary.delete(pool);
		},
		width: (pool, ranked, now) => (wary.has(pool) ? width(ranked, { now, writeLatency }) : 1),
	};
}
