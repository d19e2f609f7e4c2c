import { type Assessment, assess } from "@smart-router/core/routing/assessment.ts";
import { tiers } from "@smart-router/llm/catalog/tiers.ts";
import type { Labelled } from "./set.ts";

/** How the scorer does on labelled prompts. */
export interface Outcome {
	readonly prompts: number;
	/** Shares of all prompts. */
	readonly exact: number;
	readonly withinOne: number;
	/** COMPLEX and REASONING prompts sent to SIMPLE, of all such prompts. */
	readonly hardAsSimple: number;
	/** Rows are labels, columns what was found, in the order of the tiers. */
	readonly confusion: readonly (readonly number[])[];
}

export const found = ({ request }: Labelled): Assessment => assess(request, { pinned: false });

export function outcomeOf(prompts: readonly Labelled[]): Outcome {
	const confusion = tiers.map(() => tiers.map(() => 0));
	for (const one of prompts) {
		const row = confusion[tiers.indexOf(one.tier)] ?? [];
		const column = tiers.indexOf(found(one).tier);
		row[column] = (row[column] ?? 0) + 1;
	}
	const count = (matches: (label: number, got: number) => boolean): number =>
		confusion.flatMap((row, label) => row.filter((_, got) => matches(label, got))).reduce((sum, cell) => sum + cell, 0);
	return {
		prompts: prompts.length,
		exact: count((label, got) => label === got) / prompts.length,
		withinOne: count((label, got) => Math.abs(label - got) <= 1) / prompts.length,
		hardAsSimple: count((label, got) => label >= 2 && got === 0) / count((label) => label >= 2),
		confusion,
	};
}
