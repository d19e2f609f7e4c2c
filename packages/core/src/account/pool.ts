import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import type { Page, PageQuery } from "../page.schema.ts";
import { pageOfNamed } from "../page.ts";
import { atRevision, type Expected, requireRevision, revisionOf, updateRevised } from "../revision.ts";
import { nextOf } from "../selection/candidates.ts";
import { setFields } from "../store/set-fields.ts";
import { exists, type Store, setIfAbsent } from "../store/store.ts";
import { type Account, defaultPool, poolKey } from "./account.ts";
import type { PoolView, UpdatePoolInput } from "./pool.schema.ts";
import { type PoolSnapshot, readPool, readPools } from "./pools.ts";
import { statusOf } from "./status.ts";

interface Deps {
	readonly store: Store;
	readonly clock: Clock;
}

/** All pools of a workspace by provider; `isVisible` says which of their accounts the caller may see. */
export async function listPools(
	deps: Deps,
	workspace: string,
	page: PageQuery,
	isVisible: (account: Pick<Account, "provider">) => boolean,
): Promise<Page<PoolView>> {
	const now = deps.clock();
	const pools = (await readPools(deps, workspace)).filter(({ pool }) => isVisible(pool)).map((snapshot) => viewOf(snapshot, now));
	return pageOfNamed(pools, ({ provider }) => provider, page);
}

/** The pool of a known provider, also while nothing is linked. Claims nothing. */
export async function getPool(deps: Deps, workspace: string, provider: string): Promise<PoolView> {
	return viewOf(await readPool(deps, workspace, provider), deps.clock());
}

/** Changes the settings that are given and nothing else. Throws `GatewayError` precondition_failed. */
export async function updatePool(
	deps: Deps,
	workspace: string,
	provider: string,
	input: UpdatePoolInput,
	expected?: Expected,
): Promise<PoolView> {
	await ensurePool(deps, workspace, provider);
	const { affinity = {}, ...rest } = input;
	const changes = [...setFields(rest), ...setFields(affinity, "affinity")];
	const written = await updateRevised(deps, poolKey(workspace, provider), changes, atRevision(expected, exists("pk")));
	if (!written.ok) {
		requireRevision(written.current, expected);
		throw new GatewayError("conflict", "The pool is being changed by others; try again.");
	}
	return getPool(deps, workspace, provider);
}

/** The pool's item with its settings, whoever wrote to it before; existing ones stay. */
export async function ensurePool({ store }: Pick<Deps, "store">, workspace: string, provider: string): Promise<void> {
	await store.update(poolKey(workspace, provider), [setIfAbsent(["provider"], provider), setIfAbsent(["affinity"], defaultPool.affinity)]);
}

function viewOf({ pool, accounts }: PoolSnapshot, now: number): PoolView {
	const counts = { verified: 0, cooldown: 0, expired: 0, error: 0, disabled: 0 };
	for (const account of accounts) counts[statusOf(account, pool, now).status] += 1;
	return {
		provider: pool.provider,
		strategy: pool.strategy,
		cooldownSeconds: pool.cooldownSeconds,
		maxRetries: pool.maxRetries,
		affinity: { enabled: pool.affinity.enabled, ttlSeconds: pool.affinity.ttlSeconds },
		primary: pool.primary,
		next: nextOf(accounts, { pool, now }),
		counts,
		revision: revisionOf(pool),
	};
}
