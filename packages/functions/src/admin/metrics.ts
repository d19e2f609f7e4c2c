import type { Account } from "@smart-router/core/account/account.ts";
import { type PoolSnapshot, readPools } from "@smart-router/core/account/pools.ts";
import { parseProfileId } from "@smart-router/core/account/profile-id.ts";
import { statusOf } from "@smart-router/core/account/status.ts";
import { reachesAccount } from "@smart-router/core/api-key/limits.ts";
import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { readUsage } from "@smart-router/core/usage/read-usage.ts";
import { dayOf } from "@smart-router/core/usage/tally.ts";
import type { UsageSums, UsageView } from "@smart-router/core/usage/usage.schema.ts";
import { exposition, type Family, type Sample } from "../metrics/exposition.ts";
import type { Operations } from "../operations.ts";

/** What the store knows of the caller's workspace, the same on every stage, and what this process has counted where it is the only one. */
export const metricsOperations: Operations<"getMetrics"> = {
	async getMetrics({ store, clock, metrics }, { principal }) {
		const now = clock();
		const today = dayOf(now);
		const [pools, usage] = await Promise.all([
			readPools({ store }, principal.workspace),
			readUsage({ store, clock }, principal.workspace, { from: today, to: today, groupBy: ["account", "model"] }),
		]);
		return exposition([accountsFamily(pools, principal, now), ...usageFamilies(usage, principal)]) + (metrics.text?.() ?? "");
	},
};

function accountsFamily(pools: readonly PoolSnapshot[], principal: Principal, now: number): Family {
	const samples = pools.flatMap(({ pool, accounts }) => {
		const reached = accounts.filter((account) => reachesAccount(principal, account));
		const byStatus = Map.groupBy(reached, (account: Account) => statusOf(account, pool, now).status);
		return [...byStatus].map(([status, { length }]): Sample => ({ labels: { provider: pool.provider, status }, value: length }));
	});
	return { name: "smart_router_accounts", help: "Linked accounts by provider and status", type: "gauge", samples };
}

const sums: readonly { readonly name: string; readonly help: string; readonly of: (row: UsageSums) => number }[] = [
	{ name: "requests", help: "Requests", of: ({ requests }) => requests },
	{ name: "errors", help: "Requests that failed", of: ({ errors }) => errors },
	{ name: "input_tokens", help: "Tokens of prompts", of: ({ inputTokens }) => inputTokens },
	{ name: "output_tokens", help: "Tokens of answers", of: ({ outputTokens }) => outputTokens },
	{ name: "cost_usd", help: "Cost at list prices, US dollars", of: ({ costUsd }) => costUsd },
];

/** Gauges that begin anew at midnight UTC: a counter would have to be the same for every process that is asked. */
function usageFamilies({ data }: UsageView, principal: Principal): Family[] {
	const reached = data.filter((row) => isReached(principal, row));
	const byModel = [...Map.groupBy(reached, ({ model }) => model ?? "")];
	return sums.map(({ name, help, of }) => ({
		name: `smart_router_today_${name}`,
		help: `${help} since midnight UTC by provider and model`,
		type: "gauge",
		samples: byModel.map(([name, rows]) => ({ labels: labelsOf(name), value: rows.reduce((sum, row) => sum + of(row), 0) })),
	}));
}

/** Of `provider/model`; both are empty where no account was asked. */
function labelsOf(name: string): Record<string, string> {
	const slash = name.indexOf("/");
	return { provider: name.slice(0, Math.max(0, slash)), model: name.slice(slash + 1) };
}

/** A request that no account was asked for is of nobody's account: keys without limits see it. */
function isReached(principal: Principal, { account }: UsageView["data"][number]): boolean {
	if (typeof account !== "string") return principal.providers === null && principal.profiles === null;
	return reachesAccount(principal, { provider: parseProfileId(account).provider, profileId: account });
}
