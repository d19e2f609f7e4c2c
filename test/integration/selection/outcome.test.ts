import type { Account, Pool } from "@smart-router/core/account/account.ts";
import { type ClaimRequest, createSelection } from "@smart-router/core/selection/claim.ts";
import { type Store, StoreError, type Written } from "@smart-router/core/store/store.ts";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { link, noon, provider, sampleAccount, sampleCooldown, stored, workspace } from "../../support/accounts.ts";
import { countingStore } from "../../support/counting-store.ts";

const minute = 60_000;
let now = noon;
let store: Store;
beforeEach(() => {
	now = noon;
	store = openSqliteStore(":memory:");
});

async function place(accounts: readonly Account[], pool: Partial<Pool> = {}): Promise<void> {
	await link(store, [], pool);
	for (const account of accounts) await store.put(account);
}

const claim = (changes: Partial<ClaimRequest> = {}, on: Store = store) =>
	createSelection({ store: on, clock: () => now, random: () => 0.5 }).claim({
		workspace,
		provider,
		model: "gpt-4.1",
		exclude: new Set(),
		...changes,
	});

async function labelOf(changes: Partial<ClaimRequest> = {}): Promise<string | null> {
	const outcome = await claim(changes);
	return outcome.kind === "claimed" ? outcome.claim.account.label : null;
}

describe("a claim", () => {
	test("costs one Query and one conditional update", async () => {
		await link(store, ["a", "b", "c"]);
		const counted = countingStore(store);

		await claim({}, counted.store);

		expect(counted.calls).toEqual({ get: 0, batchGet: 0, query: 1, put: 0, update: 1, remove: 0 });
	});

	test("tells the account after its write, the pool and the cooldowns it saw, over or not", async () => {
		const over = sampleCooldown({ id: "cd-over", until: noon - 1 });
		const other = sampleCooldown({ id: "cd-other" });
		await place([sampleAccount("a", { claims: 7, cooldowns: { "gpt-4.1": over, other } })], { cooldownSeconds: 5 });

		const outcome = await claim({ attemptId: "att-7", group: "gpt" });

		expect(outcome).toMatchObject({
			kind: "claimed",
			claim: {
				attemptId: "att-7",
				account: { profileId: "openai:a", claims: 8, claimedAt: noon },
				pool: { cooldownSeconds: 5, maxRetries: 3 },
				model: "gpt-4.1",
				group: "gpt",
				seen: { "gpt-4.1": "cd-over", other: "cd-other" },
				probe: false,
			},
		});
		expect(outcome.kind === "claimed" && outcome.claim.account).toEqual(await stored(store, "a"));
	});

	test("leaves out what was tried, what the caller may not use, and what may not serve the model", async () => {
		await place([sampleAccount("a"), sampleAccount("b"), sampleAccount("c", { models: ["o3"] })]);

		expect(await labelOf({ exclude: new Set(["openai:a"]) })).toBe("b");
		expect(await labelOf({ profiles: ["openai:b"] })).toBe("b");
		expect(await labelOf({ profiles: ["openai:c"] })).toBeNull();
		expect(await labelOf({ profiles: ["openai:c"], model: "o3" })).toBe("c");
	});

	test("failover-only stays on the first eligible and comes back to it when it thaws", async () => {
		const cooldowns = { "gpt-4.1": sampleCooldown() };
		await place([sampleAccount("a", { cooldowns }), sampleAccount("b"), sampleAccount("c")], { strategy: "failover-only" });

		const before = [await labelOf(), await labelOf(), await labelOf()];
		now += minute;
		const after = [await labelOf(), await labelOf()];

		expect([before, after]).toEqual([
			["b", "b", "b"],
			["a", "a"],
		]);
	});

	test("least-used evens out what others had more of", async () => {
		await place([sampleAccount("a"), sampleAccount("b")], { strategy: "least-used" });
		for (let index = 0; index < 4; index++) await claim({ profiles: ["openai:a"] });

		const next = [await labelOf(), await labelOf(), await labelOf(), await labelOf()];

		expect(next).toEqual(["b", "b", "b", "b"]);
	});

	test("keeps the last eight nonces", async () => {
		await link(store, ["a"]);
		for (let index = 0; index < 12; index++) await claim();

		expect(Object.keys((await stored(store, "a")).nonces)).toHaveLength(8);
	});
});

describe("no claim", () => {
	test("says when the first account that rests may be asked again, and how many are usable at all", async () => {
		await place([
			sampleAccount("a", { cooldowns: { "*": sampleCooldown({ until: noon + 5 }), "gpt-4.1": sampleCooldown({ until: noon + 90 }) } }),
			sampleAccount("b", { cooldowns: { "gpt-4.1": sampleCooldown({ until: noon + 70 }) } }),
			sampleAccount("c", { enabled: false, cooldowns: { "*": sampleCooldown({ until: noon + 1 }) } }),
			sampleAccount("d", { errorStreak: 3, errorAt: noon }),
			sampleAccount("e"),
		]);

		expect(await claim({ exclude: new Set(["openai:e"]) })).toEqual({
			kind: "none",
			accounts: 5,
			usable: 3,
			retryAt: noon + 70,
			tried: 1,
		});
	});

	test("where none is linked, or none for this caller", async () => {
		const nobody = { kind: "none", accounts: 0, usable: 0, retryAt: null, tried: 0 };
		expect(await claim()).toEqual(nobody);

		await link(store, ["a"]);

		expect(await claim({ profiles: [] })).toEqual(nobody);
		expect(await claim({ workspace: "other" })).toEqual(nobody);
	});
});

/** The store, whose updates of accounts go through `reply`. */
const replying = (reply: (write: () => Promise<Written>) => Promise<Written>): Store => ({
	...store,
	update: (key, changes, condition) => reply(() => store.update(key, changes, condition)),
});

describe("a store that fails", () => {
	const lost = new StoreError("unavailable", "DynamoDB: update failed (TimeoutError)", { mayHaveWritten: true });

	test("a write whose reply was lost is recognised as our own", async () => {
		await link(store, ["a", "b"]);
		const forgetful = replying(async (write) => {
			await write();
			throw lost;
		});

		const outcome = await claim({}, forgetful);

		expect(outcome).toMatchObject({ kind: "claimed", claim: { account: { label: "a", claims: 1 } } });
		expect((await stored(store, "b")).claims).toBe(0);
	});

	test("a write that the SDK repeated fails on its own traces and is recognised too", async () => {
		await link(store, ["a", "b"]);
		const repeating = replying(async (write) => {
			await write();
			return write();
		});

		expect(await claim({}, repeating)).toMatchObject({ kind: "claimed", claim: { account: { label: "a", claims: 1 } } });
		expect((await stored(store, "b")).claims).toBe(0);
	});

	test("a write that never arrived is tried again", async () => {
		await link(store, ["a"]);
		let failures = 1;
		const flaky = replying(async (write) => {
			if (failures-- > 0) throw lost;
			return write();
		});

		expect(await claim({}, flaky)).toMatchObject({ kind: "claimed", claim: { account: { claims: 1 } } });
	});

	test("anything else is told as it is, and the next claim goes on", async () => {
		await link(store, ["a"]);
		let failures = 1;
		const broken: Store = {
			...store,
			query: async (query) => {
				if (failures-- > 0) throw new StoreError("throttled", "DynamoDB: query failed (ThrottlingException)");
				return store.query(query);
			},
		};
		const selection = createSelection({ store: broken, clock: () => now, random: () => 0.5 });
		const request = { workspace, provider, model: "gpt-4.1", exclude: new Set<string>() };

		const [first, second] = await Promise.allSettled([selection.claim(request), selection.claim(request)]);

		expect(first).toMatchObject({ status: "rejected", reason: { name: "StoreError", kind: "throttled" } });
		expect(second).toMatchObject({ status: "fulfilled", value: { kind: "claimed" } });
	});
});
