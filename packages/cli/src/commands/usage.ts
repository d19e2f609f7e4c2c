import type { UsageSums, UsageView } from "@smart-router/core/usage/usage.schema.ts";
import type { Context } from "../context.ts";
import { print, printJson, terminalWidth } from "../output.ts";
import { table } from "../table.ts";

export interface UsageOptions {
	readonly by: readonly string[];
	readonly from?: string;
	readonly to?: string;
}

/** Tokens and cost by day, account, model or key. */
export async function showUsage({ client, json }: Context, { by, from, to }: UsageOptions): Promise<void> {
	const query = new URLSearchParams({ groupBy: by.join(","), ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
	const usage = await client<UsageView>("GET", `/admin/usage?${query}`);
	if (json) return printJson(usage);
	if (usage.data.length === 0) return print(`No requests from ${usage.from} to ${usage.to}.`);
	const columns = [
		...usage.groupBy.map((name) => ({ title: name.toUpperCase(), shrink: 1 })),
		...["REQUESTS", "ERRORS", "INPUT", "CACHED", "OUTPUT", "USD"].map((title) => ({ title })),
	];
	const rows = usage.data.map((row) => [...usage.groupBy.map((name) => row[name] ?? "-"), ...sums(row)]);
	const total = [...usage.groupBy.map((_, at) => (at === 0 ? "total" : "")), ...sums(usage.total)];
	print(table(columns, [...rows, total], terminalWidth()));
	const { estimatedRequests, unpricedRequests } = usage.total;
	if (estimatedRequests > 0) print(`~ partly estimated: ${estimatedRequests} requests without the provider's own counts or price.`);
	if (unpricedRequests > 0) print(`Without a known price, so not in the cost: ${unpricedRequests} requests.`);
}

const sums = ({ requests, errors, inputTokens, cachedInputTokens, outputTokens, costUsd, estimatedRequests }: UsageSums): string[] => [
	String(requests),
	String(errors),
	String(inputTokens),
	String(cachedInputTokens),
	String(outputTokens),
	`${estimatedRequests > 0 ? "~" : ""}${costUsd.toFixed(costUsd < 1 ? 4 : 2)}`,
];
