import * as z from "zod";

export const usageGroups = ["day", "account", "model", "key"] as const;
export type UsageGroup = (typeof usageGroups)[number];

const day = z.iso.date().describe("A day in UTC, YYYY-MM-DD");

/** Query of `GET /admin/usage`. */
export const usageQuery = z.strictObject({
	groupBy: z
		.string()
		.transform((text) => text.split(",").map((name) => name.trim()))
		.pipe(z.array(z.enum(usageGroups)).min(1))
		.transform((groups) => [...new Set(groups)])
		.optional()
		.describe("One or more of day, account, model, key, with commas; day when it is missing"),
	from: day.optional().describe("First day, 29 days before the last when it is missing"),
	to: day.optional().describe("Last day, today when it is missing"),
});
export type UsageQuery = z.infer<typeof usageQuery>;

const count = z.int().nonnegative();

const sums = z.object({
	requests: count,
	errors: count,
	inputTokens: count.describe("Cached and cache-write tokens included"),
	cachedInputTokens: count,
	cacheWriteInputTokens: count,
	outputTokens: count.describe("Reasoning included"),
	reasoningTokens: count,
	costUsd: z.number().describe("At the catalog's price on the day of each request"),
	estimatedRequests: count.describe("Requests whose counts or prices are not the provider's own"),
	unpricedRequests: count.describe("Requests of models without a known price; they add no cost"),
});
export type UsageSums = z.infer<typeof sums>;

/** Answer of `GET /admin/usage`. Null stands for requests that reached no account. */
export const usageView = z.object({
	from: day,
	to: day,
	groupBy: z.array(z.enum(usageGroups)),
	total: sums,
	data: z.array(
		sums.extend({
			day: day.optional(),
			account: z.string().nullable().optional(),
			model: z.string().nullable().optional(),
			key: z.string().optional(),
		}),
	),
});
export type UsageView = z.infer<typeof usageView>;
