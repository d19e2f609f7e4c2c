import type { Store } from "@smart-router/core/store/store.ts";

export type Calls = Record<keyof Store, number>;

/** The same store, with its calls counted by operation. */
export function countingStore(store: Store): { readonly store: Store; readonly calls: Calls } {
	const calls: Calls = { get: 0, batchGet: 0, query: 0, put: 0, update: 0, remove: 0 };
	const counted: Store = {
		get: (...input) => {
			calls.get++;
			return store.get(...input);
		},
		batchGet: (...input) => {
			calls.batchGet++;
			return store.batchGet(...input);
		},
		query: (...input) => {
			calls.query++;
			return store.query(...input);
		},
		put: (...input) => {
			calls.put++;
			return store.put(...input);
		},
		update: (...input) => {
			calls.update++;
			return store.update(...input);
		},
		remove: (...input) => {
			calls.remove++;
			return store.remove(...input);
		},
	};
	return { store: counted, calls };
}
