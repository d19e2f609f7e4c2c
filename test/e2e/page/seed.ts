import { join } from "node:path";
import { type Account, type Cooldown, type Pool, poolKey, toPool } from "@smart-router/core/account/account.ts";
import type { Item, Store } from "@smart-router/core/store/store.ts";
import { newRequestId, putRequestRecord, type RequestRecord } from "@smart-router/core/usage/request-record.ts";
import { openSqliteStore } from "../../../packages/local/src/store/sqlite.ts";
import { sampleAccount, workspace } from "../../support/accounts.ts";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Writes into the store of a gateway that does not run yet. */
export async function seed(folder: string, write: (store: Store) => Promise<void>): Promise<void> {
	const store = openSqliteStore(join(folder, "store", "store.db"));
	await write(store);
	store.close();
}

/** An account of any provider, as linked. */
export function account(provider: string, label: string, changes: Partial<Account> = {}): Item {
	return sampleAccount(label, {
		pk: `ws#${workspace}`,
		sk: `rotation#${provider}#account#${label}`,
		provider,
		profileId: `${provider}:${label}`,
		gen: `gen-${provider}-${label}`,
		...changes,
	}) as unknown as Item;
}

export const pool = (provider: string, changes: Partial<Pool> = {}): Item =>
	({ ...toPool(workspace, provider), ...poolKey(workspace, provider), ...changes }) as unknown as Item;

export const rest = (now: number, ms: number, changes: Partial<Cooldown> = {}): Cooldown => ({
	id: `cd-${ms}`,
	until: now + ms,
	reason: "rate limited",
	source: "retry-after",
	status: 429,
	evidence: "slow down",
	at: now - minute,
	streak: 0,
	...changes,
});

/** A request as one of many. */
export const request = (now: number, changes: Partial<RequestRecord> = {}): RequestRecord => ({
	id: newRequestId(now),
	time: now,
	workspace,
	keyId: "key_client",
	protocol: "openai-chat",
	modelAsked: "auto",
	tier: "medium",
	score: 0.42,
	confidence: 0.8,
	reason: "auto: the order of the workspace",
	provider: "openai",
	model: "gpt-5.4",
	profileId: "openai:work",
	status: 200,
	outcome: "ok",
	attempts: [],
	inputTokens: 1200,
	outputTokens: 340,
	cachedInputTokens: 0,
	costUsd: 0.0081,
	estimated: false,
	latencyMs: 2140,
	...changes,
});

export async function putRequests(store: Store, records: readonly RequestRecord[]): Promise<void> {
	for (const record of records) await putRequestRecord({ store }, record);
}
