import {
	type Change,
	type Comparison,
	type Condition,
	type Item,
	type Path,
	StoreError,
	type Value,
} from "@smart-router/core/store/store.ts";

/**
 * DynamoDB's single-item expressions, evaluated on plain objects.
 * The AST is checked beforehand (`subset.ts`); what depends on the stored item is decided here.
 */

type MapValue = { readonly [name: string]: Value };

const isMap = (value: Value | undefined): value is MapValue => typeof value === "object" && value !== null && !Array.isArray(value);

const child = (value: Value | undefined, name: string): Value | undefined =>
	isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;

const at = (item: Item | undefined, path: Path): Value | undefined => path.reduce<Value | undefined>(child, item);

/** Strings order by UTF-8 bytes, which is not JavaScript's order once surrogate pairs are involved. */
const compareStrings = (one: string, other: string): number => (one === other ? 0 : Buffer.compare(Buffer.from(one), Buffer.from(other)));

const decides: Record<Comparison, (sign: number) => boolean> = {
	eq: (sign) => sign === 0,
	lt: (sign) => sign < 0,
	le: (sign) => sign <= 0,
	gt: (sign) => sign > 0,
	ge: (sign) => sign >= 0,
};

function compares(found: Value | undefined, is: Comparison, value: Value): boolean {
	if (typeof found === "number" && typeof value === "number") return decides[is](found - value);
	if (typeof found === "string" && typeof value === "string") return decides[is](compareStrings(found, value));
	return is === "eq" && found === value;
}

function sizeOf(value: Value | undefined): number | undefined {
	if (typeof value === "string") return Buffer.byteLength(value);
	if (Array.isArray(value)) return value.length;
	return isMap(value) ? Object.keys(value).length : undefined;
}

/** Whether the condition holds on the item, undefined being no item at all. */
export function holds(condition: Condition, item: Item | undefined): boolean {
	switch (condition.op) {
		case "and":
			return condition.of.every((part) => holds(part, item));
		case "or":
			return condition.of.some((part) => holds(part, item));
		case "not":
			return !holds(condition.of, item);
		case "exists":
			return at(item, condition.path) !== undefined;
		case "notExists":
			return at(item, condition.path) === undefined;
		case "size":
			return compares(sizeOf(at(item, condition.path)), condition.is, condition.value);
		default:
			return compares(at(item, condition.path), condition.op, condition.value);
	}
}

function changed(change: Change, old: Value | undefined): Value | undefined {
	switch (change.op) {
		case "set":
			return change.value;
		case "setIfAbsent":
			return old ?? (old === null ? null : change.value);
		case "add":
			if (old !== undefined && typeof old !== "number") throw new StoreError("invalid", `add to ${change.path.join(".")}: not a number`);
			return (old ?? 0) + change.value;
		case "remove":
			return undefined;
	}
}

function applyAt(parent: MapValue, change: Change, depth: number): MapValue {
	const name = change.path[depth] ?? "";
	const old = child(parent, name);
	if (depth < change.path.length - 1) {
		if (!isMap(old)) throw new StoreError("invalid", `${change.op} ${change.path.join(".")}: there is no map to hold it`);
		return { ...parent, [name]: applyAt(old, change, depth + 1) };
	}
	const value = changed(change, old);
	if (value !== undefined) return { ...parent, [name]: value };
	const { [name]: _removed, ...rest } = parent;
	return rest;
}

/** The item after the changes. Each reads and writes its own path only and none overlap, so all of them see the item as it was. */
export const applyChanges = (item: Item, changes: readonly Change[]): Item =>
	changes.reduce<MapValue>((next, change) => applyAt(next, change, 0), item) as Item;
