import { fixed } from "../table.ts";

/** How claims are made: as the product does it, or each one on the single oldest account, come what may. */
export type Manner = "as built" | "strict";

/** What chooses among the k least recently used: always the first is strict compare-and-set. */
export const chooser = (manner: Manner): (() => number) => (manner === "strict" ? () => 0 : Math.random);

export interface Contention {
	readonly where: string;
	readonly accounts: number;
	readonly perSecond: number;
	readonly processes: number;
	readonly manner: Manner;
}

/** What came of it. */
export interface Claimed {
	/** Profile labels, one for each claim that was made. */
	readonly labels: readonly string[];
	readonly failed: number;
	readonly writes: number;
	/** ms that each claim took. */
	readonly times: readonly number[];
}

export const columns = [
	"where",
	"accounts",
	"claims/s",
	"processes",
	"claims",
	"writes a claim",
	"p50 ms",
	"p99 ms",
	"max/min use",
	"failed",
];

export function rowOf({ where, accounts, perSecond, processes, manner }: Contention, { labels, failed, writes, times }: Claimed): string[] {
	const sorted = times.toSorted((one, other) => one - other);
	const percentile = (share: number): string => fixed(sorted[Math.floor((sorted.length - 1) * share)] ?? 0, 1);
	return [
		`${where}, ${manner}`,
		...[accounts, perSecond, processes, labels.length].map(String),
		fixed(writesAClaim({ labels, writes })),
		percentile(0.5),
		percentile(0.99),
		fixed(evenness({ labels }, accounts)),
		String(failed),
	];
}

export const writesAClaim = ({ labels, writes }: Pick<Claimed, "labels" | "writes">): number => writes / labels.length;

/** Claims of the account that had most, for each claim of the one that had fewest. */
export function evenness({ labels }: Pick<Claimed, "labels">, accounts: number): number {
	const uses = [...Map.groupBy(labels, (label) => label).values()].map(({ length }) => length);
	return uses.length < accounts ? Number.POSITIVE_INFINITY : Math.max(...uses) / Math.min(...uses);
}
