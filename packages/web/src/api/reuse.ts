/** The new list with every item that did not change being the very object it was, so that only what changed is drawn again. */
export function reuse<Item>(before: readonly Item[] | undefined, after: readonly Item[], idOf: (item: Item) => string): readonly Item[] {
	if (!before) return after;
	const known = new Map(before.map((item) => [idOf(item), item]));
	const merged = after.map((item) => {
		const old = known.get(idOf(item));
		return old && JSON.stringify(old) === JSON.stringify(item) ? old : item;
	});
	return merged.length === before.length && merged.every((item, index) => item === before[index]) ? before : merged;
}
