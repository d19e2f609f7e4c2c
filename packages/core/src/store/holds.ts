import type { Comparison, Condition, Item, Path, Value } from "./store.ts";

/**
 * Conditions evaluated on plain objects, as DynamoDB would: SQLite decides its writes with it, and selection judges a snapshot by the very
 * condition that its claim will carry. The AST is checked beforehand (`subset.ts`).
 */

export type MapValue = { readonly [name: string]: Value };

export const isMap = (value: Value | undefined): value is MapValue => typeof value === "object" && value !== null && !Array.isArray(value);

/** The value under a name, undefined where there is none. */
export const child = (value: Value | undefined, name: string): Value | undefined =>
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

/** A string's size is its length in UTF-16 units, as DynamoDB Local has it. Numbers, booleans and null have none. */
function sizeOf(value: Value | undefined): number | undefined {
	if (typeof value === "string" || Array.isArray(value)) return value.length;
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
