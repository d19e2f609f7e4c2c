import type { Store } from "@smart-router/core/store/store.ts";

/** The store with something done around each of its calls. */
export function aroundCalls(store: Store, call: <T>(run: () => Promise<T>) => Promise<T>): Store {
	return {
		get: (...input) => call(() => store.get(...input)),
		batchGet: (...input) => call(() => store.batchGet(...input)),
		query: (...input) => call(() => store.query(...input)),
		put: (...input) => call(() => store.put(...input)),
		update: (...input) => call(() => store.update(...input)),
		remove: (...input) => call(() => store.remove(...input)),
	};
}
