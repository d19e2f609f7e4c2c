import { type Fields, isFields, listAll } from "../client.ts";
import type { Context } from "../context.ts";
import { print, printJson, terminalWidth } from "../output.ts";
import { plain, table } from "../table.ts";

export interface SettingsOptions {
	readonly strategy?: string;
	/** Seconds. */
	readonly cooldown?: number;
	readonly maxRetries?: number;
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

function rowOf(pool: Fields): readonly string[] {
	const affinity = isFields(pool.affinity) ? pool.affinity : {};
	return [
		pool.provider,
		pool.strategy,
		`${plain(pool.cooldownSeconds)} s`,
		pool.maxRetries,
		affinity.enabled ? `${plain(affinity.ttlSeconds)} s` : "off",
		pool.primary ?? "-",
		pool.next ?? "-",
	].map(plain);
}

/** Rotation settings of all pools, or of one after changing what is given. */
export async function settings({ client, json }: Context, provider: string | undefined, options: SettingsOptions): Promise<void> {
	if (provider === undefined) {
		const pools = await listAll(client, "/admin/pools");
		if (json) return printJson({ data: pools, nextCursor: null });
		return print(pools.length === 0 ? "No pools yet: a pool begins with the first account of a provider." : tableOf(pools));
	}
	const path = `/admin/pools/${encodeURIComponent(provider)}`;
	const changes = {
		...(options.strategy === undefined ? {} : { strategy: options.strategy }),
		...(options.cooldown === undefined ? {} : { cooldownSeconds: options.cooldown }),
		...(options.maxRetries === undefined ? {} : { maxRetries: options.maxRetries }),
	};
	const pool = Object.keys(changes).length === 0 ? await client("GET", path) : await client("PATCH", path, changes);
	if (json) return printJson(pool);
	print(tableOf([pool]));
}

const tableOf = (pools: readonly Fields[]): string => table(columns, pools.map(rowOf), terminalWidth());
