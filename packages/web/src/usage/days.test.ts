import { expect, test } from "vitest";
import { daysOf, roundTop } from "./days.ts";

const row = (day: string, costUsd: number) => ({
	day,
	requests: 2,
	errors: 0,
	inputTokens: 100,
	cachedInputTokens: 0,
	cacheWriteInputTokens: 0,
	outputTokens: 20,
	reasoningTokens: 0,
	costUsd,
	estimatedRequests: 0,
	unpricedRequests: 0,
});

test("days without requests stand in the plot as nothing, over the end of a month", () => {
	const view = { from: "2026-02-27", to: "2026-03-02", data: [row("2026-02-28", 0.5)] };

	expect(daysOf(view, "costUsd").map(({ day, value }) => [day, value])).toEqual([
		["2026-02-27", 0],
		["2026-02-28", 0.5],
		["2026-03-01", 0],
		["2026-03-02", 0],
	]);
	expect(daysOf(view, "tokens").map(({ value }) => value)).toEqual([0, 120, 0, 0]);
});

test.each([
	[0, 1],
	[0.013, 0.02],
	[1, 1],
	[3, 5],
	[5.1, 10],
	[740, 1000],
])("an axis for %d ends at %d", (value, top) => {
	expect(roundTop(value)).toBeCloseTo(top, 9);
});
