import type { PoolView } from "@smart-router/core/account/pool.schema.ts";
import type { RoutingView } from "@smart-router/core/settings/routing.schema.ts";
import { listAll } from "../client.ts";
import type { Context } from "../context.ts";
import { print, printJson, terminalWidth } from "../output.ts";
import { table } from "../table.ts";

export interface SettingsOptions {
	readonly strategy?: string;
	/** Seconds. */
	readonly cooldown?: number;
	readonly maxRetries?: number;
	readonly affinity?: boolean;
	/** Seconds. */
	readonly affinityTtl?: number;
}

const columns = [
	{ title: "PROVIDER", shrink: 1 },
	{ title: "STRATEGY" },
	{ title: "COOLDOWN" },
	{ title: "MAX RETRIES" },
	{ title: "AFFINITY" },
	{ title: "PRIMARY", shrink: 2 },
	{ title: "NEXT", shrink: 3 },
];

const rowOf = (pool: PoolView): readonly string[] => [
	pool.provider,
	pool.strategy,
	`${pool.cooldownSeconds} s`,
	String(pool.maxRetries),
	pool.affinity.enabled ? `${pool.affinity.ttlSeconds} s` : "off",
	pool.primary ?? "-",
	pool.next ?? "-",
];

/** Rotation settings of all pools, or of one after changing what is given. */
export async function settings({ client, json }: Context, provider: string | undefined, options: SettingsOptions): Promise<void> {
	if (provider === undefined) {
		const pools = await listAll<PoolView>(client, "/admin/pools");
		if (json) return printJson(pools);
		return print(pools.data.length === 0 ? "No pools yet: a pool begins with the first account of a provider." : tableOf(pools.data));
	}
	const path = `/admin/pools/${encodeURIComponent(provider)}`;
	const affinity = {
		...(options.affinity === undefined ? {} : { enabled: options.affinity }),
		...(options.affinityTtl === undefined ? {} : { ttlSeconds: options.affinityTtl }),
	};
	const changes = {
		...(options.strategy === undefined ? {} : { strategy: options.strategy }),
		...(options.cooldown === undefined ? {} : { cooldownSeconds: options.cooldown }),
		...(options.maxRetries === undefined ? {} : { maxRetries: options.maxRetries }),
		...(Object.keys(affinity).length === 0 ? {} : { affinity }),
	};
	const pool = Object.keys(changes).length === 0 ? await client<PoolView>("GET", path) : await client<PoolView>("PATCH", path, changes);
	if (json) return printJson(pool);
	print(tableOf([pool]));
}

const meaning: Readonly<Record<RoutingView["defaultFallback"], string>> = {
	none: "A named model is answered by its own provider alone, and by what `fallbacks` name for it.",
	"same-model": "When no account can answer for a named model, the same model at another linked provider does.",
	auto: "When no account can answer for a named model, the same model elsewhere does, then whatever `auto` would choose.",
};

/** Sets who may answer for a named model that cannot; what else the routing settings say stays. */
export async function setFallback({ client, json }: Context, defaultFallback: RoutingView["defaultFallback"]): Promise<void> {
	const before = await client<RoutingView>("GET", "/admin/routing");
	const saved = await client<RoutingView>("PUT", "/admin/routing", { ...before, defaultFallback });
	if (json) return printJson(saved);
	print(`${meaning[saved.defaultFallback]} It counts within 30 seconds.`);
}

const tableOf = (pools: readonly PoolView[]): string => table(columns, pools.map(rowOf), terminalWidth());
