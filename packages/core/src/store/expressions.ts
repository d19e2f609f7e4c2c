import { type Attributes, marshal } from "./marshal.ts";
import type { Change, Comparison, Condition, Path, Value } from "./store.ts";

/** The parts of a request that carry expressions; absent where there is nothing to say, since DynamoDB refuses empty ones. */
export interface Expressions {
	readonly ConditionExpression?: string;
	readonly UpdateExpression?: string;
	readonly ExpressionAttributeNames?: Record<string, string>;
	readonly ExpressionAttributeValues?: Attributes;
}

const symbols: Record<Comparison, string> = { eq: "=", lt: "<", le: "<=", gt: ">", ge: ">=" };

/** Every path element is aliased, so reserved words, dots and dashes in names need no care. */
interface Placeholders {
	readonly path: (path: Path) => string;
	readonly value: (value: Value) => string;
	readonly names: Map<string, string>;
	readonly values: Attributes;
}

function placeholders(): Placeholders {
	const names = new Map<string, string>();
	const values: Attributes = {};
	let count = 0;
	const alias = (name: string): string => {
		const known = names.get(name);
		if (known) return known;
		const fresh = `#n${names.size}`;
		names.set(name, fresh);
		return fresh;
	};
	return {
		path: (path) => path.map(alias).join("."),
		value: (value) => {
			const name = `:v${count++}`;
			values[name] = marshal(value);
			return name;
		},
		names,
		values,
	};
}

type Compound = Extract<Condition, { readonly op: "and" | "or" }>;

const isCompound = (condition: Condition): condition is Compound => condition.op === "and" || condition.op === "or";

/** The parts of a compound, those of nested ones of the same kind among them, so that no parentheses are needed between them. */
const partsOf = ({ op, of }: Compound): readonly Condition[] =>
	of.flatMap((part) => (isCompound(part) && (part.op === op || part.of.length === 1) ? partsOf({ op, of: part.of }) : [part]));

/**
 * A part of a compound condition, in parentheses where it is one itself: DynamoDB refuses redundant ones, and the time dynalite takes to
 * parse doubles with each level.
 */
const inner = (condition: Condition, to: Placeholders): string =>
	isCompound(condition) ? `(${conditionText(condition, to)})` : conditionText(condition, to);

function conditionText(condition: Condition, to: Placeholders): string {
	switch (condition.op) {
		case "and":
		case "or": {
			const parts = partsOf(condition);
			const [first, ...others] = parts;
			if (first && others.length === 0) return conditionText(first, to);
			return parts.map((part) => inner(part, to)).join(` ${condition.op.toUpperCase()} `);
		}
		case "not":
			return `NOT (${conditionText(condition.of, to)})`;
		case "exists":
			return `attribute_exists(${to.path(condition.path)})`;
		case "notExists":
			return `attribute_not_exists(${to.path(condition.path)})`;
		case "size":
			return `size(${to.path(condition.path)}) ${symbols[condition.is]} ${to.value(condition.value)}`;
		default:
			return `${to.path(condition.path)} ${symbols[condition.op]} ${to.value(condition.value)}`;
	}
}

/** `add` is written as SET, for the ADD clause is documented for top-level attributes only. */
function assignment(change: Change, to: Placeholders): string {
	const path = to.path(change.path);
	switch (change.op) {
		case "set":
			return `${path} = ${to.value(change.value)}`;
		case "setIfAbsent":
			return `${path} = if_not_exists(${path}, ${to.value(change.value)})`;
		case "add":
			return `${path} = if_not_exists(${path}, ${to.value(0)}) + ${to.value(change.value)}`;
		case "remove":
			return path;
	}
}

function updateText(changes: readonly Change[], to: Placeholders): string {
	const clause = (word: string, list: readonly Change[]): string[] =>
		list.length === 0 ? [] : [`${word} ${list.map((change) => assignment(change, to)).join(", ")}`];
	const sets = changes.filter(({ op }) => op !== "remove");
	const removes = changes.filter(({ op }) => op === "remove");
	return [...clause("SET", sets), ...clause("REMOVE", removes)].join(" ");
}

/**
 * Compiles a checked condition and checked changes (`subset.ts`) to expressions.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
 */
export function compile(changes: readonly Change[], condition: Condition | undefined): Expressions {
	const to = placeholders();
	const update = updateText(changes, to);
	const test = condition && conditionText(condition, to);
	return {
		...(test && { ConditionExpression: test }),
		...(update && { UpdateExpression: update }),
		...(to.names.size > 0 && { ExpressionAttributeNames: Object.fromEntries([...to.names].map(([name, alias]) => [alias, name])) }),
		...(Object.keys(to.values).length > 0 && { ExpressionAttributeValues: to.values }),
	};
}
