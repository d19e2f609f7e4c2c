import { child, isMap, type MapValue } from "@smart-router/core/store/holds.ts";
import { type Change, type Item, StoreError, type Value } from "@smart-router/core/store/store.ts";

/**
 * DynamoDB's update expressions, evaluated on plain objects.
 * The AST is checked beforehand (`subset.ts`); what depends on the stored item is decided here.
 */

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
