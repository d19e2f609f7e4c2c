import { expect, it } from "vitest";
import { createCache } from "./cache.ts";

function setUp(maxEntries = 10) {
	let now = 0;
	const loads: string[] = [];
	const cache = createCache({
		clock: () => now,
		ttlMs: 1000,
		maxEntries,
		load: async (key) => {
			loads.push(key);
			if (key === "broken") throw new Error("no");
			return `${key}${loads.length}`;
		},
	});
	return { cache, loads, wait: (ms: number) => (now += ms) };
}

it("loads once while the value is fresh and again when it is over", async () => {
	const { cache, loads, wait } = setUp();

	const together = await Promise.all([cache.get("a"), cache.get("a")]);
	wait(999);
	const fresh = await cache.get("a");
	wait(1);
	const later = await cache.get("a");

	expect([...together, fresh, later]).toEqual(["a1", "a1", "a1", "a2"]);
	expect(loads).toHaveLength(2);
});

it("keeps no failed load and forgets on request", async () => {
	const { cache, loads } = setUp();

	await expect(cache.get("broken")).rejects.toThrow("no");
	await expect(cache.get("broken")).rejects.toThrow("no");
	await cache.get("a");
	cache.forget("a");
	await cache.get("a");

	expect(loads).toEqual(["broken", "broken", "a", "a"]);
});

it("never holds more than its bound", async () => {
	const { cache, loads } = setUp(2);

	for (const key of ["a", "b", "c", "a"]) await cache.get(key);

	expect(loads).toEqual(["a", "b", "c", "a"]);
});

it("keeps some values shorter than others", async () => {
	let now = 0;
	let loads = 0;
	const cache = createCache({
		clock: () => now,
		ttlMs: 1000,
		ttlOf: (value: string) => (value === "poor" ? 10 : 1000),
		maxEntries: 10,
		load: async (key) => {
			loads += 1;
			return key;
		},
	});
	for (const key of ["poor", "good"]) await cache.get(key);
	now = 10;

	for (const key of ["poor", "good"]) await cache.get(key);

	expect(loads).toBe(3);
});
