import type { Account } from "@smart-router/core/account/account.ts";
import { readPool } from "@smart-router/core/account/pools.ts";
import { candidates } from "@smart-router/core/selection/candidates.ts";
import { createSelection, type SelectionDeps } from "@smart-router/core/selection/claim.ts";
import { add, and, eq, set } from "@smart-router/core/store/store.ts";
import { provider, workspace } from "../../support/accounts.ts";
import { fixed } from "../table.ts";

/** How claims are made: as the product does it, or by plain compare-and-set on the single oldest account, come what may. */
export type Manner = "as built" | "strict";

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

/** Claims once and says which account's label it got, undefined when none. */
export type Claimer = () => Promise<string | undefined>;

/** Something that claims one thing after the other, as one Lambda instance does. */
export function claimerOf(manner: Manner, deps: SelectionDeps): Claimer {
	if (manner === "strict") return () => claimStrictly(deps);
	const selection = createSelection(deps);
	return async () => {
		const outcome = await selection.claim({ workspace, provider, model: "gpt-4.1", exclude: new Set() });
		return outcome.kind === "claimed" ? outcome.claim.account.label : undefined;
	};
}

/** After so many lost writes a strict claim gives up: without end they would bring a slow store down. */
const strictTries = 5;

/** The least recently used account on the very state that was read; when somebody was faster, all over again. */
async function claimStrictly({ store, clock }: SelectionDeps): Promise<string | undefined> {
	for (let tries = 0; tries < strictTries; tries++) {
		const { pool, accounts } = await readPool({ store }, workspace, provider);
		const now = clock();
		const [first] = candidates(accounts, { pool, now, model: "gpt-4.1" });
		if (!first) return undefined;
		const claimedAt = accounts.reduce((next, account) => Math.max(next, account.claimedAt + 1), now);
		const written = await store.update(first, [add(["claims"], 1), set(["claimedAt"], claimedAt)], unclaimedSince(first));
		if (written.ok) return first.label;
	}
	return undefined;
}

const unclaimedSince = ({ gen, claims }: Account) => and(eq(["gen"], gen), eq(["claims"], claims));

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
