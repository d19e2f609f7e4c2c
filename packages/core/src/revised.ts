import type { Clock } from "./clock.ts";
import { GatewayError } from "./errors.ts";
import { atRevision, type Expected, newRevision, requireRevision, revisionOf } from "./revision.ts";
import { type Condition, exists, type Item, type Key, notExists, type Store, type Value } from "./store/store.ts";

/** Of an item, all but its key and its revision. */
type Content = { readonly [name: string]: Value };

const maxTries = 5;

/**
 * Replaces what an admin can change by what `change` makes of it as it is now, undefined while it is not there. Whoever comes first wins: after a change
 * by another, `change` is asked again for what that one left. Throws `GatewayError` precondition_failed when the item is at none of the expected
 * revisions, conflict when it never stands still; and whatever `change` throws.
 */
export async function replaceRevised(
	{ store, clock }: { readonly store: Store; readonly clock: Clock },
	key: Key,
	expected: Expected,
	change: (current: Item | undefined) => Content | Promise<Content>,
): Promise<Item> {
	for (let tries = 0; tries < maxTries; tries++) {
		const current = await store.get(key);
		requireRevision(current, expected);
		const item = { ...(await change(current)), ...key, revision: newRevision(clock()) };
		const written = await store.put(item, unchanged(current));
		// A write that is repeated after a lost reply finds what it has written itself.
		if (written.ok || (written.current && revisionOf(written.current) === item.revision)) return item;
	}
	throw new GatewayError("conflict", "Others keep changing this; try again.");
}

const unchanged = (item: Item | undefined): Condition | undefined =>
	item === undefined ? notExists("pk") : atRevision([revisionOf(item)], exists("pk"));

/** Removes what an admin can change; `missing` is what to throw when it is not there. Throws `GatewayError` precondition_failed. */
export async function removeRevised(
	{ store }: { readonly store: Store },
	key: Key,
	expected: Expected,
	missing: () => GatewayError,
): Promise<void> {
	const current = await store.get(key);
	if (current === undefined) throw missing();
	const removed = await store.remove(key, atRevision(expected));
	// Gone since: by this very call, whose reply was lost and which was sent again, or by another one.
	if (!removed.ok && removed.current) requireRevision(removed.current, expected);
}
