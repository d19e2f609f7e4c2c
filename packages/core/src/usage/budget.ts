import type { Budget, Principal } from "../api-key/principal.ts";
import { type Clock, isoTime } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { add, type Key, type Store, set } from "../store/store.ts";
import { addOnce } from "./add-once.ts";
import { usdOf } from "./cost.ts";
import type { Tallied } from "./tally.ts";

/** A day or a month of UTC. */
interface Period {
	/** `2026-11-22` or `2026-11`. */
	readonly name: string;
	/** ms, when it is over. */
	readonly endsAt: number;
}

const keptMs = 24 * 3600_000;

function periodOf({ period }: Budget, now: number): Period {
	const at = new Date(now);
	const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
	const iso = at.toISOString();
	return period === "day"
		? { name: iso.slice(0, 10), endsAt: Date.UTC(year, month, day + 1) }
		: { name: iso.slice(0, 7), endsAt: Date.UTC(year, month + 1, 1) };
}

const spentKey = (workspace: string, keyId: string, { name }: Period): Key => ({ pk: `ws#${workspace}#spent`, sk: `${keyId}#${name}` });

/**
 * Refuses a request of a key that has spent its budget; keys without one cost nothing, others one read. What is still being answered counts when it ends, so
 * a budget may be overrun by the requests that run at the same time. Throws `GatewayError` rate_limited until the period ends, `StoreError`.
 */
export async function requireBudget(
	{ store, clock }: { readonly store: Store; readonly clock: Clock },
	{ workspace, keyId, budget }: Principal,
): Promise<void> {
	if (!budget) return;
	const now = clock();
	const period = periodOf(budget, now);
	const item = await store.get(spentKey(workspace, keyId, period));
	const numberOf = (name: string): number => (typeof item?.[name] === "number" ? item[name] : 0);
	const spent = [
		{ limit: budget.usd, amount: usdOf(numberOf("costNanoUsd")), unit: "USD" },
		{ limit: budget.tokens, amount: numberOf("tokens"), unit: "tokens" },
	].find(({ limit, amount }) => limit !== undefined && amount >= limit);
	if (!spent) return;
	throw new GatewayError("rate_limited", `This API key has reached its budget of ${spent.limit} ${spent.unit} a ${budget.period}.`, {
		retryAfter: Math.ceil((period.endsAt - now) / 1000),
		hint: `It works again from ${isoTime(period.endsAt)} on; an admin can raise its budget with PATCH /admin/keys/{keyId}.`,
	});
}

/** Adds what a request took to what its key has spent in the period. Throws `StoreError`. */
export async function spend({ store }: { readonly store: Store }, budget: Budget, of: Tallied): Promise<void> {
	const { usage, cost, time, workspace, keyId, requestId } = of;
	if (!usage) return;
	const period = periodOf(budget, time);
	await addOnce(store, spentKey(workspace, keyId, period), requestId, [
		add(["tokens"], usage.input + usage.output),
		add(["costNanoUsd"], cost?.nanoUsd ?? 0),
		set(["ttl"], Math.ceil((period.endsAt + keptMs) / 1000)),
	]);
}
