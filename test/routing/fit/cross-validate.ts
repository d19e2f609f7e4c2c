import { createHash } from "node:crypto";
import { fitTo, rankBy } from "./fit-to.ts";
import type { Row } from "./rows.ts";

const folds = 5;

/** By the hash of the id, and not the hash that holds out. */
const foldOf = ({ id }: Row): number => createHash("sha256").update(`fold ${id}`).digest().readUInt32BE(0) % folds;

export interface CrossValidated {
	/** Shares of all rows, each judged by a fit that has not seen it. */
	readonly exact: number;
	readonly withinOne: number;
	/** Of the COMPLEX and REASONING rows. */
	readonly hardAsSimple: number;
	/** Exact by kind of prompt. */
	readonly kinds: Readonly<Record<string, number>>;
}

/** How a fit does on prompts that it has not seen, all of them of the training part. */
export function crossValidate(rows: readonly Row[], hardCost: number): CrossValidated {
	const judged = Array.from({ length: folds }, (_, fold) => {
		const fitted = fitTo(
			rows.filter((row) => foldOf(row) !== fold),
			hardCost,
		);
		return rows.filter((row) => foldOf(row) === fold).map((row) => ({ kind: row.kind, rank: row.rank, got: rankBy(fitted, row) }));
	}).flat();
	const share = (of: typeof judged, holds: (one: (typeof judged)[number]) => boolean): number => of.filter(holds).length / of.length;
	return {
		exact: share(judged, ({ rank, got }) => rank === got),
		withinOne: share(judged, ({ rank, got }) => Math.abs(rank - got) <= 1),
		hardAsSimple: share(
			judged.filter(({ rank }) => rank > 1),
			({ got }) => got === 0,
		),
		kinds: Object.fromEntries(
			[...Map.groupBy(judged, ({ kind }) => kind)].map(([kind, of]) => [kind, share(of, (one) => one.rank === one.got)]),
		),
	};
}
