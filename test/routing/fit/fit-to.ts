import { dimensions, type Measures } from "@smart-router/core/routing/score/dimensions.ts";
import { type Weights, weigh } from "@smart-router/core/routing/score/score.ts";
import { type Boundaries, decide } from "@smart-router/core/routing/score/tier.ts";
import { tiers } from "@smart-router/llm/catalog/tiers.ts";
import { regress } from "./regress.ts";
import type { Row } from "./rows.ts";

/** The score of the REASONING boundary; it sets the scale. */
const reasoningScore = 0.5;
const reaches = [0.08, 0.04, 0.02, 0.01, 0.005];

export type Fitted = Weights & Boundaries;

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** The rank that the fitted scorer gives a row. */
export function rankBy(fitted: Fitted, { measures, reasoningMarkers, plain, circumstances }: Row): number {
	const { score } = weigh(measures, fitted);
	return tiers.indexOf(decide({ score, reasoningMarkers, plain }, circumstances, fitted).tier);
}

/** What a scorer is worth: exact tiers, less what is far off, and less `hardCost` for each COMPLEX or REASONING prompt that goes to SIMPLE. */
const worth = (fitted: Fitted, rows: readonly Row[], hardCost: number): number =>
	rows.reduce((sum, row) => {
		const got = rankBy(fitted, row);
		return sum + (got === row.rank ? 1 : 0) - (Math.abs(got - row.rank) > 1 ? 0.5 : 0) - (got === 0 && row.rank > 1 ? hardCost : 0);
	}, 0);

/** Weights by regression; then the boundaries move in small steps to what is worth most. */
export function fitTo(rows: readonly Row[], hardCost: number): Fitted {
	const { slopes, limits } = regress(rows);
	const [medium = 0, complex = 0, reasoning = 1] = limits;
	const steepness = (reasoning - medium) / reasoningScore;
	const weights = Object.fromEntries(dimensions.map((name, at) => [name, rounded((slopes[at] ?? 0) / steepness)])) as unknown as Measures;
	const withLimits = ([MEDIUM = 0, COMPLEX = 0, REASONING = 0]: readonly number[]): Fitted => ({
		bias: rounded(-medium / steepness),
		weights,
		boundaries: { MEDIUM: rounded(MEDIUM), COMPLEX: rounded(COMPLEX), REASONING: rounded(REASONING) },
		steepness: rounded(steepness),
	});
	let best = [0, (complex - medium) / steepness, reasoningScore];
	for (const reach of reaches) {
		for (const at of best.keys()) {
			for (const move of [-reach, reach]) {
				const tried = best.map((value, index) => (index === at ? value + move : value));
				if (worth(withLimits(tried), rows, hardCost) > worth(withLimits(best), rows, hardCost)) best = tried;
			}
		}
	}
	return withLimits(best);
}
