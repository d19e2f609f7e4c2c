import {
	type Account,
	accountKey,
	type Cooldown,
	defaultPool,
	type Pool,
	poolKey,
	toAccount,
	toPool,
} from "@smart-router/core/account/account.ts";
import { newAccount } from "@smart-router/core/account/create.ts";
import type { Store } from "@smart-router/core/store/store.ts";

/** An instant that no real clock shows. */
export const noon = Date.UTC(2030, 0, 1, 12);
export const workspace = "default";
export const provider = "openai";

/** A healthy account as linked, never claimed. */
export const sampleAccount = (label: string, changes: Partial<Account> = {}): Account => ({
	...newAccount({ workspace, provider, label }, { method: "api_key", baseUrl: "https://upstream.example/v1", lastVerifiedAt: 0 }, noon),
	gen: `gen-${label}`,
	...changes,
});

export const samplePool = (changes: Partial<Pool> = {}): Pool => ({ ...toPool(workspace, provider), ...changes });

export const sampleCooldown = (changes: Partial<Cooldown> = {}): Cooldown => ({
	id: "cd-1",
	until: noon + 60_000,
	reason: "rate limited",
	source: "default",
	status: 429,
	evidence: "slow down",
	at: noon,
	streak: 0,
	...changes,
});

/** Links accounts with these labels, and sets the pool when it says something. */
export async function link(store: Store, labels: readonly string[], pool?: Partial<Pool>): Promise<void> {
	for (const label of labels) await store.put(sampleAccount(label));
	if (pool) await store.put({ ...defaultPool, ...poolKey(workspace, provider), provider, ...pool });
}

/** An account as it is stored; throws when it is not. */
export async function stored(store: Store, label: string): Promise<Account> {
	const item = await store.get(accountKey(workspace, provider, label));
	if (!item) throw new Error(`${label} is not linked`);
	return toAccount(item);
}

export const labels = (count: number): string[] => Array.from({ length: count }, (_, index) => `a${String(index).padStart(2, "0")}`);
