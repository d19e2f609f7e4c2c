import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import type { Item, Store } from "../store/store.ts";
import { usdOf } from "./cost.ts";
import { dayOf, usagePk } from "./tally.ts";
import type { UsageGroup, UsageQuery, UsageSums, UsageView } from "./usage.schema.ts";

const dayMs = 24 * 3600_000;
const usualDays = 30;
const mostDays = 400;

/** The sums of a span of days, grouped. Throws `GatewayError` invalid_request for a span that is none or too long, `StoreError`. */
export async function readUsage(
	{ store, clock }: { readonly store: Store; readonly clock: Clock },
	workspace: string,
	{ groupBy = ["day"], ...span }: UsageQuery,
): Promise<UsageView> {
	const to = span.to ?? dayOf(clock());
	const from = span.from ?? dayOf(Date.parse(to) - (usualDays - 1) * dayMs);
	const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
	if (days < 1 || days > mostDays) {
		throw new GatewayError("invalid_request", `From \`from\` to \`to\` there must be 1 to ${mostDays} days.`, { param: "from" });
	}
	const cells = await readCells(store, workspace, from, to);
	return { from, to, groupBy, total: sumOf(cells), data: grouped(cells, groupBy) };
}

/** The days of a span begin with the same letters: one query reads little more than them. */
async function readCells(store: Store, workspace: string, from: string, to: string): Promise<Item[]> {
	const same = [...from].findIndex((letter, at) => letter !== to[at]);
	const prefix = same < 0 ? from : from.slice(0, same);
	const { items } = await store.query({ pk: usagePk(workspace), prefix, ...(from === prefix ? {} : { after: from }) });
	return items.filter(({ day }) => typeof day === "string" && day <= to);
}

const fieldOf: Readonly<Record<UsageGroup, (item: Item) => string | null>> = {
	day: (item) => text(item, "day"),
	key: (item) => text(item, "keyId"),
	account: (item) => text(item, "profileId"),
	model: (item) => (item["model"] ? `${text(item, "provider")}/${text(item, "model")}` : null),
};

const text = (item: Item, name: string): string | null => (typeof item[name] === "string" ? item[name] : null);

function grouped(cells: readonly Item[], groupBy: readonly UsageGroup[]): UsageView["data"] {
	const groups = Map.groupBy(cells, (item) => JSON.stringify(groupBy.map((name) => fieldOf[name](item))));
	const rows = [...groups.values()].map((of) => {
		const names = groupBy.map((name) => [name, of[0] ? fieldOf[name](of[0]) : null] as const);
		return { ...Object.fromEntries(names), ...sumOf(of) } as UsageView["data"][number];
	});
	const byCost = (one: UsageSums, other: UsageSums): number => other.costUsd - one.costUsd || other.requests - one.requests;
	return rows.toSorted((one, other) => (one.day ?? "").localeCompare(other.day ?? "") || byCost(one, other));
}

function sumOf(cells: readonly Item[]): UsageSums {
	const sum = (name: string): number => cells.reduce((total, item) => total + (typeof item[name] === "number" ? item[name] : 0), 0);
	return {
		requests: sum("requests"),
		errors: sum("errors"),
		inputTokens: sum("inputTokens"),
		cachedInputTokens: sum("cachedInputTokens"),
		cacheWriteInputTokens: sum("cacheWriteInputTokens"),
		outputTokens: sum("outputTokens"),
		reasoningTokens: sum("reasoningTokens"),
		costUsd: usdOf(sum("costNanoUsd")),
		estimatedRequests: sum("estimatedRequests"),
		unpricedRequests: sum("unpricedRequests"),
	};
}
