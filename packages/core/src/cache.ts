import type { Clock } from "./clock.ts";

export interface CacheOptions<Value> {
	readonly clock: Clock;
	/** Milliseconds a value may be used after its load began. */
	readonly ttlMs: number;
	/** A shorter time for some values. */
	readonly ttlOf?: (value: Value) => number;
	/** The oldest entry makes room for a new one above this. */
	readonly maxEntries: number;
	readonly load: (key: string) => Promise<Value>;
}

export interface Cache<Value> {
	/** The value of `key`; calls at the same time share one load. A load that fails is not kept. */
	get(key: string): Promise<Value>;
	forget(key: string): void;
}

/** Values that are read often and may be a little old. Age counts from the start of the load, so that nothing is ever older than `ttlMs`. */
export function createCache<Value>({ clock, ttlMs, ttlOf, maxEntries, load }: CacheOptions<Value>): Cache<Value> {
	const entries = new Map<string, { readonly value: Promise<Value>; until: number }>();

	const start = (key: string): Promise<Value> => {
		const value = load(key);
		const began = clock();
		const entry = { value, until: began + ttlMs };
		entries.delete(key);
		entries.set(key, entry);
		const [oldest] = entries.keys();
		if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
		value.then(
			(loaded) => {
				if (ttlOf) entry.until = began + ttlOf(loaded);
			},
			() => {
				if (entries.get(key) === entry) entries.delete(key);
			},
		);
		return value;
	};

	return {
		get(key) {
			const entry = entries.get(key);
			return entry && entry.until > clock() ? entry.value : start(key);
		},
		forget(key) {
			entries.delete(key);
		},
	};
}
