import { holds } from "@smart-router/core/store/holds.ts";
import type { Condition, Item, Key, Store, Written } from "@smart-router/core/store/store.ts";
import { applyChanges } from "@smart-router/local/store/evaluate.ts";

const nameOf = ({ pk, sk }: Key): string => JSON.stringify([pk, sk]);

/** A store in memory that answers at once and decides one call at a time: what tests slow down, interleave, break or simulate. */
export function createMemoryStore(): Store {
	const items = new Map<string, Item>();

	function decide(key: Key, condition: Condition | undefined, next: (current: Item | undefined) => Item | undefined): Written {
		const current = items.get(nameOf(key));
		if (condition && !holds(condition, current)) return { ok: false, current };
		const item = next(current);
		if (item) items.set(nameOf(key), item);
		else items.delete(nameOf(key));
		return { ok: true, item: item ?? current ?? { pk: key.pk, sk: key.sk } };
	}

	return {
		get: async (key) => items.get(nameOf(key)),
		batchGet: async (keys) => keys.map((key) => items.get(nameOf(key))),
		async query({ pk, prefix }) {
			const found = [...items.values()].filter((item) => item.pk === pk && item.sk.startsWith(prefix));
			return { items: found.sort((one, other) => (one.sk < other.sk ? -1 : 1)), next: undefined };
		},
		put: async (item, condition) => decide(item, condition, () => item),
		update: async ({ pk, sk }, changes, condition) =>
			decide({ pk, sk }, condition, (current) => applyChanges(current ?? { pk, sk }, changes)),
		remove: async (key, condition) => decide(key, condition, () => undefined),
	};
}
