import { child, isMap } from "@smart-router/core/store/holds.ts";
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

type Draft = { [name: string]: Value };

/** Changes `parent`, which is a copy, and copies whatever map the path leads through. */
function applyAt(parent: Draft, change: Change, depth: number): void {
	const name = change.path[depth] ?? "";
	const old = child(parent, name);
	if (depth < change.path.length - 1) {
		if (!isMap(old)) throw new StoreError("invalid", `${change.op} ${change.path.join(".")}: there is no map to hold it`);
		const copy: Draft = { ...old };
		applyAt(copy, change, depth + 1);
		parent[name] = copy;
		return;
	}
	const value = changed(change, old);
	if (value === undefined) delete parent[name];
	else parent[name] = value;
}

/** The item after the changes. Each reads and writes its own path only and none overlap, so all of them see the item as it was. */
export function applyChanges(item: Item, changes: readonly Change[]): Item {
	const next: Draft & Item = { ...item };
	for (const change of changes) applyAt(next, change, 0);
	return next;
}
