/**
 * The store port: six typed operations that carry exactly what DynamoDB's single-item expressions can do.
 * Production runs on DynamoDB (`dynamodb.ts`), a laptop on SQLite (`packages/local`); one contract suite runs on both.
 * Where emulators differ, DynamoDB Local decides.
 */

export type Scalar = string | number | boolean | null;
export type Value = Scalar | readonly Value[] | { readonly [name: string]: Value };

/** A stored item without its key attributes being special: `pk` and `sk` are ordinary string attributes of it. */
export type Item = { readonly pk: string; readonly sk: string } & { readonly [name: string]: Value };

export interface Key {
	readonly pk: string;
	readonly sk: string;
}

/** Attribute path from the item's root; every element is a literal name, so `["cooldowns", "gpt-4.1"]` is safe. */
export type Path = readonly [string, ...string[]];

export type Comparison = "eq" | "lt" | "le" | "gt" | "ge";

/** A comparison with a missing attribute, or one of another type, is false, as in DynamoDB. */
export type Condition =
	| { readonly op: Comparison; readonly path: Path; readonly value: Scalar }
	| { readonly op: "exists" | "notExists"; readonly path: Path }
	| { readonly op: "size"; readonly path: Path; readonly is: Comparison; readonly value: number }
	| { readonly op: "and" | "or"; readonly of: readonly Condition[] }
	| { readonly op: "not"; readonly of: Condition };

/** All changes of one update read the item as it was before the update. Paths must not overlap. */
export type Change =
	| { readonly op: "set"; readonly path: Path; readonly value: Value }
	| { readonly op: "setIfAbsent"; readonly path: Path; readonly value: Value }
	| { readonly op: "add"; readonly path: Path; readonly value: number }
	| { readonly op: "remove"; readonly path: Path };

/** The outcome of a conditional write. `current` is the item that made the condition fail, undefined when there is none. */
export type Written = { readonly ok: true; readonly item: Item } | { readonly ok: false; readonly current: Item | undefined };

export interface Query {
	readonly pk: string;
	/** Only items whose `sk` begins with it; empty means the whole partition. */
	readonly prefix: string;
	/** Strongly consistent unless false. */
	readonly consistent?: boolean;
	/** At most so many items; without it the adapter pages until the end. */
	readonly limit?: number;
	/** Start after this `sk` (in the direction of the query). */
	readonly after?: string;
	/** Descending by `sk`. */
	readonly reverse?: boolean;
}

export interface Store {
	/** Strongly consistent unless `consistent` is false. */
	get(key: Key, options?: { readonly consistent?: boolean }): Promise<Item | undefined>;
	/** In the order of the keys, undefined where there is no item; strongly consistent. At most 100 keys. */
	batchGet(keys: readonly Key[]): Promise<(Item | undefined)[]>;
	/** Ascending by `sk` (UTF-8 byte order); `next` is the `sk` to pass as `after` when more may follow. */
	query(query: Query): Promise<{ readonly items: Item[]; readonly next: string | undefined }>;
	/** Replaces the item. `item` of the result is the item as given. */
	put(item: Item, condition?: Condition): Promise<Written>;
	/** Creates the item when it is missing unless the condition says otherwise. `item` is the item after the update. */
	update(key: Key, changes: readonly Change[], condition?: Condition): Promise<Written>;
	/** Removing what is not there succeeds. `item` of the result is the item as it was (only its key when it was not there). */
	remove(key: Key, condition?: Condition): Promise<Written>;
}

/** The store could not be asked or refused the operation; nothing is known of the write's fate when `mayHaveWritten`. */
export class StoreError extends Error {
	override readonly name = "StoreError";
	readonly kind: "unavailable" | "throttled" | "invalid";
	readonly mayHaveWritten: boolean;
	constructor(kind: StoreError["kind"], message: string, options: { cause?: unknown; mayHaveWritten?: boolean } = {}) {
		super(message, { cause: options.cause });
		this.kind = kind;
		this.mayHaveWritten = options.mayHaveWritten ?? false;
	}
}

/** A comparison with what is not there, or with a value of another type, does not hold. Strings order by their UTF-8 bytes. */
export const eq = (path: Path, value: Scalar): Condition => ({ op: "eq", path, value });
export const lt = (path: Path, value: Scalar): Condition => ({ op: "lt", path, value });
export const le = (path: Path, value: Scalar): Condition => ({ op: "le", path, value });
export const gt = (path: Path, value: Scalar): Condition => ({ op: "gt", path, value });
export const ge = (path: Path, value: Scalar): Condition => ({ op: "ge", path, value });
export const exists = (...path: Path): Condition => ({ op: "exists", path });
export const notExists = (...path: Path): Condition => ({ op: "notExists", path });
/** Of a string the length in UTF-16 units, of a list or map the entries; of anything else it does not hold. */
export const sizeOf = (path: Path, is: Comparison, value: number): Condition => ({ op: "size", path, is, value });
export const and = (...of: Condition[]): Condition => ({ op: "and", of });
export const or = (...of: Condition[]): Condition => ({ op: "or", of });
export const not = (of: Condition): Condition => ({ op: "not", of });

export const set = (path: Path, value: Value): Change => ({ op: "set", path, value });
export const setIfAbsent = (path: Path, value: Value): Change => ({ op: "setIfAbsent", path, value });
export const add = (path: Path, value: number): Change => ({ op: "add", path, value });
export const unset = (...path: Path): Change => ({ op: "remove", path });
