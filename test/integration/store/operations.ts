import type { Change, Comparison, Condition, Item, Key, Path, Scalar, Store, Value } from "@smart-router/core/store/store.ts";
import fc from "fast-check";

/** Random operations from the subset that STORAGE.md documents: few keys and names, so that they meet; wrong types and missing paths, too. */
export type Operation =
	| { readonly do: "get" | "query"; readonly sk: string }
	| {
			readonly do: "put";
			readonly sk: string;
			readonly attributes: { readonly [name: string]: Value };
			readonly condition: Condition | undefined;
	  }
	| { readonly do: "update"; readonly sk: string; readonly changes: readonly Change[]; readonly condition: Condition | undefined }
	| { readonly do: "remove"; readonly sk: string; readonly condition: Condition | undefined };

const sk = fc.constantFrom("a#1", "a#2");
const number = fc.constantFrom("count", "size");
const map = fc.constantFrom("map", "x.y");
const name = fc.oneof(number, map, fc.constant("list"));
/** Not the empty text: dynalite knows no size of it. */
const text = fc.constantFrom("a", "ab", "b", "é", "é1");
const integer = fc.integer({ min: -3, max: 3 });
const scalar: fc.Arbitrary<Scalar> = fc.oneof(integer, text, fc.boolean(), fc.constant(null));

const { value } = fc.letrec<{ value: Value }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 2, depthIdentifier: "value" },
		scalar,
		fc.dictionary(name, tie("value"), { maxKeys: 3, noNullPrototype: true, depthIdentifier: "value" }),
		fc.array(tie("value"), { maxLength: 2, depthIdentifier: "value" }),
	),
}));

/** Attributes keep the type their name suggests, mostly: else hardly any nested change would find its map. */
const mostly = (usual: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
	fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: value });
const numbers = fc.dictionary(name, mostly(integer), { maxKeys: 3, noNullPrototype: true });
const attributes = fc.record(
	{
		count: mostly(integer),
		size: mostly(text),
		map: mostly(numbers),
		"x.y": mostly(numbers),
		list: mostly(fc.array(value, { maxLength: 2 })),
	},
	{ requiredKeys: ["map"], noNullPrototype: true },
);

const path: fc.Arbitrary<Path> = fc.oneof(
	{ weight: 6, arbitrary: fc.tuple(name) },
	{ weight: 8, arbitrary: fc.tuple(map, name) },
	{ weight: 1, arbitrary: fc.tuple(name, name) },
	{ weight: 1, arbitrary: fc.tuple(name, name, name) },
);

const comparison = fc.constantFrom<Comparison>("eq", "lt", "le", "gt", "ge");

const existence = fc.record({ op: fc.constantFrom("exists" as const, "notExists" as const), path });

const test: fc.Arbitrary<Condition> = fc.oneof(
	existence,
	fc.record({ op: fc.constant("eq" as const), path, value: scalar }),
	fc.record({ op: comparison, path, value: fc.oneof(integer, text) }),
	fc.record({ op: fc.constant("size" as const), path, is: comparison, value: fc.nat(3) }),
);

/** What moto can do: it fails on orderings and sizes of what is missing or of another type, takes a missing attribute for null, and true for 1. */
const plainTest: fc.Arbitrary<Condition> = fc.oneof(
	existence,
	fc.record({ op: fc.constant("eq" as const), path, value: fc.oneof(fc.constantFrom(-2, -1, 2, 3), text) }),
);

const compound = (leaf: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> =>
	fc.letrec<{ condition: Condition }>((tie) => ({
		condition: fc.oneof(
			{ maxDepth: 3, depthIdentifier: "condition" },
			leaf,
			fc.record({
				op: fc.constantFrom("and" as const, "or" as const),
				of: fc.array(tie("condition"), { minLength: 1, maxLength: 3, depthIdentifier: "condition" }),
			}),
			fc.record({ op: fc.constant("not" as const), of: tie("condition") }),
		),
	})).condition;

const change: fc.Arbitrary<Change> = fc.oneof(
	fc.record({ op: fc.constantFrom("set", "setIfAbsent"), path: fc.tuple(map), value: numbers }),
	fc.record({ op: fc.constantFrom("set", "setIfAbsent"), path, value }),
	fc.record({ op: fc.constant("add"), path: fc.oneof(fc.tuple(number), fc.tuple(map, name), path), value: integer }),
	fc.record({ op: fc.constant("remove"), path }),
);

function sequences(leaf: fc.Arbitrary<Condition>): fc.Arbitrary<Operation[]> {
	const condition = fc.option(compound(leaf), { nil: undefined, freq: 2 });
	const changes = fc.uniqueArray(change, {
		minLength: 1,
		maxLength: 3,
		selector: ({ path: [first, second = ""] }) => `${first}/${second}`,
	});
	const first = fc.record({ do: fc.constant("put" as const), sk, attributes, condition: fc.constant(undefined) });
	const operation = fc.oneof<fc.WeightedArbitrary<Operation>[]>(
		{ weight: 1, arbitrary: fc.record({ do: fc.constantFrom("get" as const, "query" as const), sk }) },
		{ weight: 2, arbitrary: fc.record({ do: fc.constant("put" as const), sk, attributes, condition }) },
		{ weight: 5, arbitrary: fc.record({ do: fc.constant("update" as const), sk, changes, condition }) },
		{ weight: 1, arbitrary: fc.record({ do: fc.constant("remove" as const), sk, condition }) },
	);
	return fc.tuple(first, first, fc.array(operation, { maxLength: 12 })).map(([one, other, rest]) => [one, other, ...rest]);
}

export const operations = sequences(test);
export const plainOperations = sequences(plainTest);

export function perform(store: Store, pk: string, operation: Operation): Promise<unknown> {
	const key: Key = { pk, sk: operation.sk };
	switch (operation.do) {
		case "get":
			return store.get(key);
		case "query":
			return store.query({ pk, prefix: "a#" });
		case "put":
			return store.put({ ...operation.attributes, ...key } as Item, operation.condition);
		case "update":
			return store.update(key, operation.changes, operation.condition);
		case "remove":
			return store.remove(key, operation.condition);
	}
}
