import { randomUUID } from "node:crypto";
import {
	add,
	and,
	type Change,
	type Condition,
	eq,
	exists,
	ge,
	gt,
	type Item,
	type Key,
	le,
	lt,
	not,
	notExists,
	or,
	type Store,
	set,
	setIfAbsent,
	sizeOf,
	unset,
	type Value,
} from "@smart-router/core/store/store.ts";
import { describe, expect, it } from "vitest";

const facts = {
	count: 3,
	text: "né",
	nothing: null,
	yes: true,
	list: [1, "a", null, { x: 1 }],
	map: { a: 1, "x.y": { "😀": "q" }, constructor: "c" },
	empty: "",
	emptyMap: {},
	emptyList: [],
} as const;

const holding: [string, Condition][] = [
	["equal numbers", eq(["count"], 3)],
	["equal text", eq(["text"], "né")],
	["equal null", eq(["nothing"], null)],
	["equal boolean", eq(["yes"], true)],
	["a nested name with a dot", eq(["map", "x.y", "😀"], "q")],
	["the key as an attribute", exists("pk")],
	["an attribute that is null exists", exists("nothing")],
	["a missing attribute", notExists("nowhere")],
	["a missing nested attribute", notExists("nowhere", "a")],
	["a name of every JavaScript object is missing", notExists("map", "toString")],
	["lt", lt(["count"], 4)],
	["le", le(["count"], 3)],
	["gt", gt(["count"], 2)],
	["ge", ge(["count"], 3)],
	["text orders by bytes", gt(["text"], "nz")],
	["size of text", sizeOf(["text"], "eq", 2)],
	["size of a list", sizeOf(["list"], "ge", 4)],
	["size of a map", sizeOf(["map"], "lt", 4)],
	["size of nothing in it", sizeOf(["emptyList"], "eq", 0)],
	["and", and(exists("pk"), eq(["count"], 3), eq(["yes"], true))],
	["or", or(eq(["count"], 4), eq(["count"], 3))],
	["not of and", not(and(exists("pk"), exists("nowhere")))],
	["not of a comparison with a missing attribute", not(lt(["nowhere"], 4))],
	["and of one", and(or(exists("pk")))],
	["deep", not(not(and(or(eq(["count"], 1), not(eq(["count"], 2))), exists("map", "a"))))],
];

const failing: [string, Condition][] = [
	["another number", eq(["count"], 4)],
	["a number against text", eq(["count"], "3")],
	["null against a missing attribute", eq(["nowhere"], null)],
	["comparison with a missing attribute", lt(["nowhere"], 4)],
	["comparison of another type", lt(["text"], 4)],
	["a path into a list", exists("list", "0")],
	["a path into a number", exists("count", "a")],
	["a path into null", exists("nothing", "a")],
	["size of a missing attribute", sizeOf(["nowhere"], "ge", 0)],
	["not of what holds", not(exists("pk"))],
];

const changing: [string, Change[], { [name: string]: Value }][] = [
	["set", [set(["count"], "now text")], { ...facts, count: "now text" }],
	["set in a map", [set(["map", "new"], { b: [] })], { ...facts, map: { ...facts.map, new: { b: [] } } }],
	["set in an empty map", [set(["emptyMap", "gpt-4.1"], 1)], { ...facts, emptyMap: { "gpt-4.1": 1 } }],
	[
		"set several in one map",
		[set(["map", "b"], 1), unset("map", "a")],
		{ ...facts, map: { "x.y": { "😀": "q" }, constructor: "c", b: 1 } },
	],
	["setIfAbsent on what is there", [setIfAbsent(["count"], 9), setIfAbsent(["nothing"], 9)], facts],
	[
		"setIfAbsent on what is not",
		[setIfAbsent(["fresh"], 9), setIfAbsent(["map", "fresh"], 9)],
		{ ...facts, fresh: 9, map: { ...facts.map, fresh: 9 } },
	],
	["add", [add(["count"], 4), add(["map", "a"], -3)], { ...facts, count: 7, map: { ...facts.map, a: -2 } }],
	["add to what is missing", [add(["fresh"], 4), add(["emptyMap", "b"], 1)], { ...facts, fresh: 4, emptyMap: { b: 1 } }],
	["remove", [unset("text"), unset("map", "x.y", "😀")], { ...without("text"), map: { ...facts.map, "x.y": {} } }],
	["remove what is missing", [unset("nowhere"), unset("map", "nowhere")], facts],
];

const refusedByTheItem: [string, Change[]][] = [
	["set below a missing map", [set(["nowhere", "a"], 1)]],
	["set below a number", [set(["count", "a"], 1)]],
	["set below null", [set(["nothing", "a"], 1)]],
	["set below a list", [set(["list", "0"], 1)]],
	["setIfAbsent below a missing map", [setIfAbsent(["nowhere", "a"], 1)]],
	["add below a missing map", [add(["nowhere", "a"], 1)]],
	["remove below a missing map", [unset("nowhere", "a")]],
	["add to text", [add(["text"], 1)]],
	["add to null", [add(["nothing"], 1)]],
	["one bad change among good ones", [set(["fine"], 1), add(["yes"], 1)]],
];

const refusedByThePort: [string, (store: Store, key: Key) => Promise<unknown>][] = [
	["an empty key", (store) => store.get({ pk: "", sk: "s" })],
	["a key that is too long", (store, { pk }) => store.get({ pk, sk: "é".repeat(513) })],
	["a key that is not well-formed", (store, { pk }) => store.put({ pk, sk: "a\ud800" })],
	["changing the key", (store, key) => store.update(key, [set(["sk"], "other")])],
	["overlapping changes", (store, key) => store.update(key, [set(["a"], {}), set(["a", "b"], 1)])],
	["the same path twice", (store, key) => store.update(key, [add(["a"], 1), add(["a"], 1)])],
	["an ordering of booleans", (store, key) => store.update(key, [set(["a"], 1)], lt(["a"], true))],
	["and of nothing", (store, key) => store.put({ ...key }, and())],
	["an empty attribute name", (store, key) => store.update(key, [set(["a", ""], 1)])],
	["the name __proto__", (store, key) => store.put({ ...key, map: JSON.parse('{"__proto__":1}') })],
	["NaN", (store, key) => store.put({ ...key, n: Number.NaN })],
	["a number out of range", (store, key) => store.update(key, [set(["n"], 1e126)])],
	["values nested too deeply", (store, key) => store.put({ ...key, deep: nested(32) })],
	["an item of more than 400 KB", (store, key) => store.put({ ...key, text: "x".repeat(410_000) })],
	["more than 100 keys", (store, { pk }) => store.batchGet(Array.from({ length: 101 }, (_, n) => ({ pk, sk: `${n}` })))],
	["a limit of 0", (store, { pk }) => store.query({ pk, prefix: "", limit: 0 })],
	["a start outside the prefix", (store, { pk }) => store.query({ pk, prefix: "a#", after: "b" })],
];

function without(name: keyof typeof facts): { [name: string]: Value } {
	const { [name]: _left, ...rest } = facts;
	return rest;
}

function nested(levels: number): Value {
	let value: Value = 1;
	for (let level = 0; level < levels; level++) value = [value];
	return value;
}

const freshKey = (): Key => ({ pk: `ws#${randomUUID()}`, sk: "item" });

async function seeded(store: Store): Promise<Item & Key> {
	const item = { ...freshKey(), ...facts };
	await store.put(item);
	return item;
}

/** What every store does alike; `storeOf` is asked inside the tests, when the store is up. Cases an emulator is known to get wrong are left out. */
export function storeContract(name: string, storeOf: () => Store, leftOut: readonly string[] = []): void {
	const kept = <T extends readonly [string, ...unknown[]]>(cases: readonly T[]): T[] => cases.filter(([title]) => !leftOut.includes(title));

	describe(`the store contract on ${name}`, () => {
		it("gives back what was put, of every type", async () => {
			const store = storeOf();
			const item = { ...freshKey(), ...facts, numbers: [0, -1.5, 1e21, 1e-7, 9007199254740991, 0.1] };

			const written = await store.put(item);

			expect(written).toEqual({ ok: true, item });
			expect(await store.get(item)).toEqual(item);
			expect(await store.get(item, { consistent: false })).toEqual(item);
			expect(await store.get({ ...item, sk: "other" })).toBeUndefined();
		});

		it("replaces lone surrogates, as no UTF-8 can carry them", async () => {
			const item = { ...freshKey(), text: "cut \ud83d", list: ["\udc00"] };

			await storeOf().put(item);

			expect(await storeOf().get(item)).toEqual({ ...item, text: "cut \ufffd", list: ["\ufffd"] });
		});

		describe("conditions", () => {
			it.each(kept(holding))("%s: holds", async (_name, condition) => {
				const item = await seeded(storeOf());

				const written = await storeOf().update(item, [set(["touched"], true)], condition);

				expect(written).toEqual({ ok: true, item: { ...item, touched: true } });
			});

			it.each(kept(failing))("%s: fails with the current item", async (_name, condition) => {
				const item = await seeded(storeOf());

				const written = await storeOf().update(item, [set(["touched"], true)], condition);

				expect(written).toEqual({ ok: false, current: item });
				expect(await storeOf().get(item)).toEqual(item);
			});

			it("fails without a current item where there is none, and makes none", async () => {
				const [store, key] = [storeOf(), freshKey()];

				const outcomes = [
					await store.update(key, [set(["a"], 1)], exists("pk")),
					await store.put({ ...key }, eq(["a"], 1)),
					await store.remove(key, exists("pk")),
				];

				expect(outcomes).toEqual(Array(3).fill({ ok: false, current: undefined }));
				expect(await store.get(key)).toBeUndefined();
			});

			it("lets a condition that wants nothing there pass only once", async () => {
				const [store, key] = [storeOf(), freshKey()];

				const outcomes = await Promise.all(Array.from({ length: 10 }, (_, n) => store.put({ ...key, n }, notExists("pk"))));

				expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
				const winner = await store.get(key);
				expect(outcomes.filter(({ ok }) => !ok)).toEqual(Array(9).fill({ ok: false, current: winner }));
			});

			it("guards removal", async () => {
				const [store, item] = [storeOf(), await seeded(storeOf())];

				expect(await store.remove(item, eq(["count"], 4))).toEqual({ ok: false, current: item });
				expect(await store.remove(item, eq(["count"], 3))).toEqual({ ok: true, item });
				expect(await store.get(item)).toBeUndefined();
			});
		});

		describe("changes", () => {
			it.each(changing)("%s", async (_name, changes, expected) => {
				const item = await seeded(storeOf());

				const written = await storeOf().update(item, changes);

				const after = { pk: item.pk, sk: item.sk, ...expected };
				expect(written).toEqual({ ok: true, item: after });
				expect(await storeOf().get(item)).toEqual(after);
			});

			it.each(kept(refusedByTheItem))("%s: invalid, and nothing changed", async (_name, changes) => {
				const item = await seeded(storeOf());

				await expect(storeOf().update(item, changes)).rejects.toMatchObject({ name: "StoreError", kind: "invalid", mayHaveWritten: false });

				expect(await storeOf().get(item)).toEqual(item);
			});

			it("create the item when there is none", async () => {
				const key = freshKey();

				const written = await storeOf().update(key, [set(["a"], { b: 1 }), add(["n"], 2), unset("c")]);

				expect(written).toEqual({ ok: true, item: { ...key, a: { b: 1 }, n: 2 } });
			});

			it.each(kept([["lost by nobody when many add at once"]]))("are %s", async () => {
				const [store, key] = [storeOf(), freshKey()];

				await Promise.all(Array.from({ length: 20 }, () => store.update(key, [add(["n"], 1)])));

				expect(await store.get(key)).toEqual({ ...key, n: 20 });
			});

			it("are decided after the condition: a failed one hides an impossible change", async () => {
				const item = await seeded(storeOf());

				const written = await storeOf().update(item, [set(["nowhere", "a"], 1)], eq(["count"], 4));

				expect(written).toEqual({ ok: false, current: item });
			});
		});

		it("removes what is there and minds nothing that is not", async () => {
			const [store, item] = [storeOf(), await seeded(storeOf())];

			expect(await store.remove(item)).toEqual({ ok: true, item });
			expect(await store.remove(item)).toEqual({ ok: true, item: { pk: item.pk, sk: item.sk } });
		});

		describe("queries", () => {
			const sks = ["A#1", "a", "a#", "a#1", "a#10", "a#2", "a#\uffee", "a#😀", "a$", "b"];
			const skOf = (items: readonly Item[]): string[] => items.map(({ sk }) => sk);

			async function partition(store: Store): Promise<string> {
				const { pk } = freshKey();
				await Promise.all(sks.map((sk) => store.put({ pk, sk })));
				return pk;
			}

			it("give a prefix in the order of UTF-8 bytes, both ways", async () => {
				const store = storeOf();
				const pk = await partition(store);

				const up = await store.query({ pk, prefix: "a#" });
				const down = await store.query({ pk, prefix: "a#", reverse: true, consistent: false });
				const all = await store.query({ pk, prefix: "" });

				expect(skOf(up.items)).toEqual(sks.slice(2, 8));
				expect(skOf(down.items)).toEqual(sks.slice(2, 8).toReversed());
				expect(skOf(all.items)).toEqual(sks);
				expect([up.next, down.next, all.next]).toEqual([undefined, undefined, undefined]);
			});

			it.each([false, true])("go on after a limit (reverse: %s)", async (reverse) => {
				const store = storeOf();
				const pk = await partition(store);

				const seen: string[] = [];
				let next: string | undefined;
				do {
					const page = await store.query({ pk, prefix: "a#", limit: 4, reverse, ...(next !== undefined && { after: next }) });
					expect(page.items.length).toBeLessThanOrEqual(4);
					seen.push(...skOf(page.items));
					next = page.next;
				} while (next !== undefined);

				expect(seen).toEqual(reverse ? sks.slice(2, 8).toReversed() : sks.slice(2, 8));
			});

			it("start after a key that is not there", async () => {
				const store = storeOf();
				const pk = await partition(store);

				const { items } = await store.query({ pk, prefix: "a#", after: "a#15" });

				expect(skOf(items)).toEqual(["a#2", "a#\uffee", "a#😀"]);
			});

			it("page to the end by themselves", async () => {
				const [store, { pk }] = [storeOf(), freshKey()];
				const big = Array.from({ length: 5 }, (_, n) => ({ pk, sk: `big#${n}`, text: "x".repeat(300_000) }));
				for (const item of big) await store.put(item);

				const all = await store.query({ pk, prefix: "big#" });
				const four = await store.query({ pk, prefix: "big#", limit: 4 });

				expect(all).toEqual({ items: big, next: undefined });
				expect(four).toEqual({ items: big.slice(0, 4), next: "big#3" });
			});
		});

		it("gets many in the order of the keys, repeated ones too", async () => {
			const [store, { pk }] = [storeOf(), freshKey()];
			const [one, two] = [
				{ pk, sk: "1", n: 1 },
				{ pk, sk: "2", n: 2 },
			];
			await Promise.all([store.put(one), store.put(two)]);

			const found = await store.batchGet([two, { pk, sk: "none" }, one, two]);

			expect(found).toEqual([two, undefined, one, two]);
			expect(await store.batchGet([])).toEqual([]);
		});

		it.each(refusedByThePort)("refuses %s", async (_name, ask) => {
			await expect(ask(storeOf(), freshKey())).rejects.toMatchObject({ name: "StoreError", kind: "invalid", mayHaveWritten: false });
		});
	});
}
