import { writeFileSync } from "node:fs";
import { circumstancesOf } from "@smart-router/core/routing/needs.ts";
import { dimensions, type Measures } from "@smart-router/core/routing/score/dimensions.ts";
import { measureTurns, weigh } from "@smart-router/core/routing/score/score.ts";
import { userTexts } from "@smart-router/core/routing/score/text.ts";
import { type Boundaries, decide } from "@smart-router/core/routing/score/tier.ts";
import { tiers } from "@smart-router/llm/catalog/tiers.ts";
import { isHeldOut, readSet } from "./set.ts";

/**
 * Fits weights and boundaries of the scorer on the training part of the set, and writes them as dated data:
 * `node test/routing/fit.ts [YYYY-MM-DD]`. Deterministic; the held-out third is never read.
 *
 * Ordered logistic regression (proportional odds), full-batch gradient ascent, L2 penalty, no weight against its dimension's meaning; then the boundaries
 * move in small steps to what serves the whole decision best.
 */

const file = new URL("../../packages/core/src/routing/score/weights.json", import.meta.url);
const penalty = 0.5;
const rounds = 6000;
const rate = 0.02;
/** The score of the REASONING boundary; it sets the scale. */
const reasoningScore = 0.5;

const training = readSet().filter((one) => !isHeldOut(one));
const rows = training.map((one) => ({ one, ...measureTurns(userTexts(one.request, 3)), rank: tiers.indexOf(one.tier) }));
const inputs = rows.map(({ measures }) => dimensions.map((name) => measures[name]));
const sign = dimensions.map((name) => (name === "simple" ? -1 : 1));

const logistic = (z: number): number => 1 / (1 + Math.exp(-z));
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

function regress(): { readonly slopes: number[]; readonly limits: number[] } {
	const slopes = sign.map((value) => value / 2);
	const limits = [-1, 1, 3];
	const step = rate / Math.sqrt(rows.length);
	for (let round = 0; round < rounds; round++) {
		const slopeGradient = slopes.map((slope) => -penalty * slope);
		const limitGradient = [0, 0, 0];
		for (const [at, { rank }] of rows.entries()) {
			const input = inputs[at] ?? [];
			const z = dot(input, slopes);
			const reaches = rank > 0 ? logistic(z - (limits[rank - 1] ?? 0)) : 1;
			const exceeds = rank < limits.length ? logistic(z - (limits[rank] ?? 0)) : 0;
			const likelihood = Math.max(1e-9, reaches - exceeds);
			const [rise, fall] = [(reaches * (1 - reaches)) / likelihood, (exceeds * (1 - exceeds)) / likelihood];
			for (const [name, value] of input.entries()) slopeGradient[name] = (slopeGradient[name] ?? 0) + (rise - fall) * value;
			if (rank > 0) limitGradient[rank - 1] = (limitGradient[rank - 1] ?? 0) - rise;
			if (rank < limits.length) limitGradient[rank] = (limitGradient[rank] ?? 0) + fall;
		}
		for (const [name, slope] of slopes.entries()) {
			const moved = slope + step * (slopeGradient[name] ?? 0);
			slopes[name] = moved * (sign[name] ?? 1) < 0 ? 0 : moved;
		}
		for (const [at, limit] of limits.entries()) limits[at] = limit + step * (limitGradient[at] ?? 0);
	}
	return { slopes, limits };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

const { slopes, limits } = regress();
const [medium = 0, complex = 0, reasoning = 1] = limits;
const steepness = (reasoning - medium) / reasoningScore;
const bias = rounded(-medium / steepness);
const weights = Object.fromEntries(dimensions.map((name, at) => [name, rounded((slopes[at] ?? 0) / steepness)])) as unknown as Measures;

/** What a set of boundaries is worth: exact tiers, less what is far off, and much less for what is hard and sent to SIMPLE. */
function worth(limitsTried: readonly number[]): number {
	const [MEDIUM = 0, COMPLEX = 0, REASONING = 0] = limitsTried;
	const tried: Boundaries = { boundaries: { MEDIUM, COMPLEX, REASONING }, steepness };
	return rows.reduce((sum, { one, measures, reasoningMarkers, plain, rank }) => {
		const { score } = weigh(measures, { bias, weights });
		const got = tiers.indexOf(decide({ score, reasoningMarkers, plain }, circumstancesOf(one.request), tried).tier);
		return sum + (got === rank ? 1 : 0) - (Math.abs(got - rank) > 1 ? 0.5 : 0) - (got === 0 && rank > 1 ? 3 : 0);
	}, 0);
}

let best = [0, (complex - medium) / steepness, reasoningScore];
for (const reach of [0.08, 0.04, 0.02, 0.01, 0.005]) {
	for (const at of best.keys()) {
		for (const move of [-reach, reach]) {
			const tried = best.map((value, index) => (index === at ? value + move : value));
			if (worth(tried) > worth(best)) best = tried;
		}
	}
}

const [MEDIUM = 0, COMPLEX = 0, REASONING = 0] = best.map(rounded);
const fitted = {
	asOf: process.argv[2] ?? new Date().toISOString().slice(0, 10),
	about: "Fitted by test/routing/fit.ts on the training part of the evaluation set. Do not edit by hand.",
	trainedOn: rows.length,
	bias,
	weights,
	boundaries: { MEDIUM, COMPLEX, REASONING },
	steepness: rounded(steepness),
};
writeFileSync(file, `${JSON.stringify(fitted, null, "\t")}\n`);
console.log(fitted, `worth on the training part: ${worth(best)} of ${rows.length}`);
