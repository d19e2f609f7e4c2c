import { dimensions } from "@smart-router/core/routing/score/dimensions.ts";
import type { Row } from "./rows.ts";

const penalty = 0.5;
const rounds = 6000;
const rate = 0.02;

const sign = dimensions.map((name) => (name === "simple" ? -1 : 1));
const logistic = (z: number): number => 1 / (1 + Math.exp(-z));
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

/**
 * Ordered logistic regression (proportional odds), full-batch gradient ascent, L2 penalty, no weight against its dimension's meaning. Deterministic.
 * A slope for each dimension, and the limits between the tiers.
 */
export function regress(rows: readonly Row[]): { readonly slopes: readonly number[]; readonly limits: readonly number[] } {
	const inputs = rows.map(({ measures }) => dimensions.map((name) => measures[name]));
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
