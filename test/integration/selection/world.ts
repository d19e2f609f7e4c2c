import { type Account, isAccountItem, type Scope, toAccount } from "@smart-router/core/account/account.ts";
import { isForgotten } from "@smart-router/core/cooldown/entry.ts";
import type { Claim } from "@smart-router/core/selection/claim.ts";
import { eligibility } from "@smart-router/core/selection/eligible.ts";
import type { Item, Key, Store } from "@smart-router/core/store/store.ts";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { expect } from "vitest";
import { samplePool } from "../../support/accounts.ts";

export const model = "gpt-4.1";
const pool = samplePool();

/** Who writes: what it is about, what it believes the time is, and the claim it acts for. */
export interface Actor {
	readonly kind: "claim" | "failure" | "success" | "hand";
	readonly now: number;
	readonly claim?: Claim;
}

/** A claim under way. */
interface Watch {
	/** Sort keys of what was eligible from its start on without a break. */
	readonly steady: Set<string>;
	queries: number;
	/** Nobody wrote since its first Query. */
	undisturbed: boolean;
	/** The number of its own write. */
	wroteAt: number;
}

export const mayBeClaimed = (account: Account, now: number): boolean => eligibility(account, { model, pool, now }).eligible;

/**
 * A store that is shared by actors whose calls are put in any order, and that checks every write against the design's invariants from its own
 * history, without the entry ids and versions that the code under test goes by.
 */
export function createWorld(turn: () => Promise<void>) {
	const store = openSqliteStore(":memory:");
	const accounts = new Map<string, Account>();
	/** When (in writes) the claim of an attempt was written, and when each cooldown last began or was raised. */
	const claimedAtWrite = new Map<string, number>();
	const cooledAtWrite = new Map<string, number>();
	const watches = new Set<{ readonly actor: Actor; readonly watch: Watch }>();
	let writes = 0;

	let lastWrite: Promise<unknown> = Promise.resolve();
	/** The store commits writes in groups; here each is seen with what stood before it. */
	function inOrder<T>(write: () => Promise<T>): Promise<T> {
		const written = lastWrite.then(write);
		lastWrite = written.catch(() => undefined);
		return written;
	}

	const entryName = (account: Account, scope: Scope): string => `${account.gen} ${scope}`;

	function checkWrite(actor: Actor, before: Account | undefined, after: Account, watch: Watch | undefined): void {
		// 9: nothing but linking makes an account.
		expect(before, `${actor.kind} wrote to an account that is not there`).toBeDefined();
		if (!before) return;
		// Only the life that was claimed is touched.
		if (actor.claim) expect(after.gen).toBe(actor.claim.account.gen);
		if (actor.kind === "claim") checkClaim(actor, before, after, watch);
		if (actor.kind !== "hand") checkCooldowns(actor, before, after);
	}

	function checkClaim(actor: Actor, before: Account, after: Account, watch: Watch | undefined): void {
		// 1: eligible at the instant of the write; the logical clock only grows.
		expect(mayBeClaimed(before, actor.now)).toBe(true);
		expect(after.claimedAt).toBeGreaterThan(before.claimedAt);
		// 2: without conflicts the least recently used of all that are eligible.
		if (!watch?.undisturbed) return;
		const eligible = [...accounts.values()].filter((account) => mayBeClaimed(account, actor.now));
		expect(before.claimedAt).toBe(Math.min(...eligible.map(({ claimedAt }) => claimedAt)));
	}

	/** 5: no cooldown gets shorter, or goes but for being forgotten or disproved by an attempt that was claimed after it. */
	function checkCooldowns(actor: Actor, before: Account, after: Account): void {
		for (const [scope, entry] of Object.entries(before.cooldowns)) {
			const kept = after.cooldowns[scope];
			if (kept) expect(kept.until).toBeGreaterThanOrEqual(entry.until);
			else if (!isForgotten(entry, actor.now)) {
				expect(actor.kind).toBe("success");
				const claimed = claimedAtWrite.get(actor.claim?.attemptId ?? "") ?? -1;
				expect(cooledAtWrite.get(entryName(before, scope))).toBeLessThan(claimed);
			}
		}
	}

	function remember(before: Account | undefined, after: Account | undefined, key: Key): void {
		writes++;
		for (const { watch } of watches) watch.undisturbed = false;
		if (after) accounts.set(key.sk, after);
		else accounts.delete(key.sk);
		for (const [scope, entry] of Object.entries(after?.cooldowns ?? {})) {
			if (after && entry.until !== before?.cooldowns[scope]?.until) cooledAtWrite.set(entryName(after, scope), writes);
		}
		for (const { actor: claiming, watch } of watches) {
			if (!after || !mayBeClaimed(after, claiming.now)) watch.steady.delete(key.sk);
		}
	}

	/** The store as one actor sees it. */
	function seenBy(actor: Actor, watch?: Watch): Store {
		const account = (item: Item | undefined) => (item && isAccountItem(item) ? toAccount(item) : undefined);
		return {
			...store,
			async get(key) {
				await turn();
				return store.get(key);
			},
			async query(query) {
				await turn();
				if (watch) watch.undisturbed = watch.queries++ === 0;
				return store.query(query);
			},
			async put(item, condition) {
				await turn();
				return inOrder(async () => {
					const before = accounts.get(item.sk);
					const written = await store.put(item, condition);
					if (written.ok) remember(before, account(item), item);
					return written;
				});
			},
			async update(key, changes, condition) {
				await turn();
				return inOrder(async () => {
					const before = accounts.get(key.sk);
					const written = await store.update(key, changes, condition);
					if (!written.ok || !isAccountItem(key)) return written;
					const after = toAccount(written.item);
					checkWrite(actor, before, after, watch);
					remember(before, after, key);
					if (watch) watch.wroteAt = writes;
					return written;
				});
			},
			async remove(key, condition) {
				await turn();
				return inOrder(async () => {
					const written = await store.remove(key, condition);
					if (written.ok) remember(undefined, undefined, key);
					return written;
				});
			},
		};
	}

	return {
		accounts: () => [...accounts.values()],
		as: (actor: Actor): Store => seenBy(actor),
		/** Runs a claim and checks (4) that it does not fail while an account is eligible all along. */
		async claiming(now: number, claim: (store: Store) => Promise<Claim | undefined>): Promise<Claim | undefined> {
			const actor: Actor = { kind: "claim", now };
			const eligible = [...accounts].filter(([, account]) => mayBeClaimed(account, now)).map(([sk]) => sk);
			const watching = { actor, watch: { steady: new Set(eligible), queries: 0, undisturbed: false, wroteAt: 0 } };
			watches.add(watching);
			const claimed = await claim(seenBy(actor, watching.watch));
			watches.delete(watching);
			if (claimed) claimedAtWrite.set(claimed.attemptId, watching.watch.wroteAt);
			else expect([...watching.watch.steady]).toEqual([]);
			return claimed;
		},
		close: () => store.close(),
	};
}
