import { accountKey, poolKey } from "@smart-router/core/account/account.ts";
import { setCooldown } from "@smart-router/core/cooldown/by-hand.ts";
import { createSelection, type Selection } from "@smart-router/core/selection/claim.ts";
import { type Store, StoreError, set } from "@smart-router/core/store/store.ts";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { beforeEach, expect, test } from "vitest";
import { labels, link, noon, provider, stored, workspace } from "../../support/accounts.ts";
import { countingStore } from "../../support/counting-store.ts";

const pool = { workspace, provider };
const request = { ...pool, model: "gpt-4.1", exclude: new Set<string>() };
const key = (label: string) => accountKey(workspace, provider, label);

let store: Store;
beforeEach(() => {
	store = openSqliteStore(":memory:");
});
const selectionOn = (on: Store): Selection => createSelection({ store: on, clock: () => noon, random: Math.random });

async function claimed(selection: Selection): Promise<string> {
	const outcome = await selection.claim(request);
	return outcome.kind === "claimed" ? outcome.claim.account.label : "none";
}
const atOnce = (selection: Selection, count: number): Promise<string[]> =>
	Promise.all(Array.from({ length: count }, () => claimed(selection)));

/** The store with its writes settled in the opposite order of their arrival, as a network may do with what is sent at once. */
function reversing(inner: Store): Store {
	let waiting: (() => void)[] = [];
	return {
		...inner,
		async update(...input) {
			await new Promise<void>((resolve) => {
				waiting.unshift(resolve);
				if (waiting.length === 1)
					setImmediate(() => {
						for (const go of waiting) go();
						waiting = [];
					});
			});
			return inner.update(...input);
		},
	};
}

test("32 claims at once over 10 accounts share one Query, write once each, and go in turn", async () => {
	await link(store, labels(10));
	const { store: counted, calls } = countingStore(store);

	const order = await atOnce(selectionOn(counted), 32);

	expect(order).toEqual([...labels(10), ...labels(10), ...labels(10), ...labels(2)]);
	expect(calls).toMatchObject({ query: 1, update: 32 });
});

test("claims one after the other take one Query and one write each", async () => {
	await link(store, labels(3));
	const { store: counted, calls } = countingStore(store);
	const selection = selectionOn(counted);

	for (let count = 0; count < 6; count++) await claimed(selection);

	expect(calls).toMatchObject({ query: 6, update: 6 });
});

test("whatever the order in which their writes arrive, they never lose to each other", async () => {
	await link(store, labels(10));
	const { store: counted, calls } = countingStore(reversing(store));

	const order = await atOnce(selectionOn(counted), 32);

	const uses = labels(10).map((label) => order.filter((one) => one === label).length);
	expect(Math.max(...uses) - Math.min(...uses)).toBeLessThanOrEqual(1);
	expect(calls).toMatchObject({ query: 1, update: 32 });
});

test("whoever comes while others are at work reads the pool anew", async () => {
	await link(store, labels(2));
	const { store: counted, calls } = countingStore(store);
	const selection = selectionOn(counted);

	const first = claimed(selection);
	await counted.get(key("a00"));
	await setCooldown({ store, clock: () => noon }, key("a01"), "*", { seconds: 30, reason: "maintenance" });
	const later = await atOnce(selection, 2);

	expect([await first, ...later]).toEqual(["a00", "a00", "a00"]);
	expect(calls.query).toBe(2);
});

test("claims at once on a failover-only pool all take its first account, with one write each", async () => {
	await link(store, labels(3));
	await store.update(poolKey(workspace, provider), [set(["strategy"], "failover-only"), set(["provider"], provider)]);
	const { store: counted, calls } = countingStore(store);

	const order = await atOnce(selectionOn(counted), 12);

	expect(new Set(order)).toEqual(new Set(["a00"]));
	expect(calls).toMatchObject({ query: 1, update: 12 });
	expect(await stored(store, "a00")).toMatchObject({ claims: 12 });
});

test("each of them is written, whatever the order in which the writes arrive: none takes the traces of another for its own", async () => {
	await link(store, labels(3));
	await store.update(poolKey(workspace, provider), [set(["strategy"], "failover-only"), set(["provider"], provider)]);

	const order = await atOnce(selectionOn(reversing(store)), 12);

	expect(order).toEqual(Array(12).fill("a00"));
	expect(await stored(store, "a00")).toMatchObject({ claims: 12 });
});

test("the account rotated to goes to the first of them only", async () => {
	await link(store, labels(3));
	await store.update(key("a02"), [set(["first"], true)]);
	await store.update(poolKey(workspace, provider), [set(["primary"], "openai:a02"), set(["provider"], provider)]);

	const order = await atOnce(selectionOn(store), 4);

	expect(order).toEqual(["a02", "a00", "a01", "a02"]);
});

test("an account in Error is probed by one of them only", async () => {
	await link(store, ["a"]);
	await store.update(key("a"), [set(["errorStreak"], 3), set(["errorAt"], noon - 3_600_000)]);

	const order = await atOnce(selectionOn(store), 3);

	expect(order).toEqual(["a", "none", "none"]);
});

test("a write that the store refuses fails its own claim, and the account goes to the next", async () => {
	await link(store, ["a"]);
	let refusals = 1;
	const refusing: Store = {
		...store,
		async update(...input) {
			if (refusals-- > 0) throw new StoreError("throttled", "too fast");
			return store.update(...input);
		},
	};

	const selection = selectionOn(refusing);

	const outcomes = await Promise.allSettled([claimed(selection), claimed(selection), claimed(selection)]);

	expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
});

test("a Query that fails fails one claim; the others read for themselves", async () => {
	await link(store, ["a"]);
	let failures = 1;
	const failing: Store = {
		...store,
		async query(query) {
			if (failures-- > 0) throw new StoreError("unavailable", "away");
			return store.query(query);
		},
	};
	const selection = selectionOn(failing);

	const outcomes = await Promise.allSettled([claimed(selection), claimed(selection), claimed(selection)]);

	expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
});
