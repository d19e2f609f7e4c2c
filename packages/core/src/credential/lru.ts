/** A map that forgets what was used least recently once it holds more than `limit` entries. */
export interface Lru<V> {
	get(key: string): V | undefined;
	set(key: string, value: V): void;
	delete(key: string): void;
}

export function createLru<V>(limit: number): Lru<V> {
	// A Map iterates in the order of insertion: taking an entry out and putting it back makes it the newest.
	const entries = new Map<string, V>();
	return {
		get(key) {
			const value = entries.get(key);
			if (value === undefined) return undefined;
			entries.delete(key);
			entries.set(key, value);
			return value;
		},
		set(key, value) {
			entries.delete(key);
			entries.set(key, value);
			const [oldest] = entries.keys();
			if (entries.size > limit && oldest !== undefined) entries.delete(oldest);
		},
		delete(key) {
			entries.delete(key);
		},
	};
}
