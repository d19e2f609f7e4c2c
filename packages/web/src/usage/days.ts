import type { UsageSums, UsageView } from "@smart-router/core/usage/usage.schema.ts";
import { usdText } from "../parts/numbers.ts";

export type Metric = "costUsd" | "tokens" | "requests";

/** One column of the plot. */
export interface Day {
	readonly day: string;
	readonly value: number;
}

const dayMs = 24 * 3600_000;

export const amountOf = (metric: Metric, sums: UsageSums): number =>
	metric === "tokens" ? sums.inputTokens + sums.outputTokens : sums[metric];

/** Every day of the span in order, those without requests too. */
export function daysOf({ from, to, data }: Pick<UsageView, "from" | "to" | "data">, metric: Metric): Day[] {
	const known = new Map(data.map((row) => [row.day, amountOf(metric, row)]));
	const count = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
	return Array.from({ length: count }, (_, at) => {
		const day = new Date(Date.parse(from) + at * dayMs).toISOString().slice(0, 10);
		return { day, value: known.get(day) ?? 0 };
	});
}

/** The next of 1, 2, 5, 10, … that is not below the value: where an axis ends. */
export function roundTop(value: number): number {
	if (value <= 0) return 1;
	const unit = 10 ** Math.floor(Math.log10(value));
	return unit * ([1, 2, 5, 10].find((step) => step * unit >= value * 0.999_999) ?? 10);
}

const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });

export const textOf = (metric: Metric, value: number): string => (metric === "costUsd" ? usdText(value) : short.format(value));
