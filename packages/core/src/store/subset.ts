import { type Change, type Condition, type Item, type Key, type Path, type Query, StoreError, type Value } from "./store.ts";

/**
 * What every store refuses alike, before anything is sent: the rules of DynamoDB that do not depend on what is stored.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */

const maxPkBytes = 2048;
const maxSkBytes = 1024;
const smallestNumber = 1e-130;
const largestNumber = 9.99e125;
const maxDepth = 31;

/** Most keys of one `batchGet`. */
export const maxBatch = 100;

const invalid = (message: string): StoreError => new StoreError("invalid", message);

function checkKeyPart(name: "pk" | "sk", text: string, maxBytes: number): void {
	if (typeof text !== "string" || text === "") throw invalid(`${name} must not be empty`);
	if (text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes) throw invalid(`${name} is longer than ${maxBytes} bytes`);
	if (!text.isWellFormed()) throw invalid(`${name} is not well-formed Unicode`);
}

/** Neither half empty, `pk` at most 2048 bytes of UTF-8, `sk` 1024. Throws `StoreError` invalid, as all checks here do. */
export function checkKey(key: Key): void {
	checkKeyPart("pk", key.pk, maxPkBytes);
	checkKeyPart("sk", key.sk, maxSkBytes);
}

/** `limit` counts from 1; `after` must lie under the prefix, or the page would begin elsewhere. */
export function checkQuery(query: Query): void {
	checkKeyPart("pk", query.pk, maxPkBytes);
	if (!query.prefix.isWellFormed()) throw invalid("the prefix is not well-formed Unicode");
	if (query.limit !== undefined && !(Number.isInteger(query.limit) && query.limit > 0)) throw invalid("limit must be a positive integer");
	if (query.after !== undefined && !query.after.startsWith(query.prefix)) throw invalid("after must begin with the prefix");
	if (query.after !== undefined) checkKeyPart("sk", query.after, maxSkBytes);
}

/** At most `maxBatch` keys; repeated ones are not refused. */
export function checkBatch(keys: readonly Key[]): void {
	if (keys.length > maxBatch) throw invalid(`at most ${maxBatch} keys at once`);
	for (const key of keys) checkKey(key);
}

/** The empty name cannot be stored, and `__proto__` would be lost on the way through plain JavaScript objects. */
function checkName(name: string): void {
	if (name === "" || name === "__proto__" || !name.isWellFormed())
		throw invalid("an attribute name is empty, __proto__ or not well-formed");
}

function checkNumber(value: number): void {
	const size = Math.abs(value);
	if (!(size === 0 || (size >= smallestNumber && size <= largestNumber))) throw invalid("a number is out of range");
}

function checkValue(value: Value, depth: number): void {
	if (typeof value === "number") checkNumber(value);
	if (typeof value !== "object" || value === null) return;
	if (depth > maxDepth) throw invalid(`values nest deeper than ${maxDepth} levels`);
	if (Array.isArray(value)) {
		for (const element of value) checkValue(element, depth + 1);
		return;
	}
	for (const [name, inner] of Object.entries(value)) {
		checkName(name);
		checkValue(inner, depth + 1);
	}
}

/** Numbers within DynamoDB's range, 31 levels of nesting at most, names that survive plain JavaScript objects. The size of the whole item is not checked. */
export function checkItem(item: Item): void {
	checkKey(item);
	checkValue(item, 0);
}

const isOrdering = (op: string): boolean => op !== "eq";

/** Refuses `and` and `or` of nothing, which stores read differently, and an order of what has none. */
export function checkCondition(condition: Condition): void {
	switch (condition.op) {
		case "and":
		case "or":
			if (condition.of.length === 0) throw invalid(`${condition.op} of nothing`);
			for (const part of condition.of) checkCondition(part);
			return;
		case "not":
			checkCondition(condition.of);
			return;
		default:
			for (const name of condition.path) checkName(name);
	}
	if (!("value" in condition)) return;
	const { value } = condition;
	if (typeof value === "number") checkNumber(value);
	if (isOrdering(condition.op) && typeof value !== "number" && typeof value !== "string") {
		throw invalid(`${condition.op} orders numbers and strings only`);
	}
}

const overlaps = (one: Path, other: Path): boolean => {
	const [short, long] = one.length <= other.length ? [one, other] : [other, one];
	return short.every((name, index) => name === long[index]);
};

/** Refuses changes of the key, and two changes of which one lies in the other's path: their order would decide, and DynamoDB has none. */
export function checkChanges(changes: readonly Change[]): void {
	changes.forEach((change, index) => {
		for (const name of change.path) checkName(name);
		if (change.path[0] === "pk" || change.path[0] === "sk") throw invalid("an update cannot change the key");
		if (change.op !== "remove") checkValue(change.value, change.path.length);
		for (let earlier = 0; earlier < index; earlier++) {
			const other = changes[earlier];
			if (other && overlaps(change.path, other.path)) throw invalid(`two changes overlap at ${change.path.join(".")}`);
		}
	});
}
