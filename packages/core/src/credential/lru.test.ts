import { expect, it } from "vitest";
import { createLru } from "./lru.ts";

it("forgets what was used least recently", () => {
	const lru = createLru<number>(2);
	lru.set("a", 1);
	lru.set("b", 2);

	lru.get("a");
	lru.set("c", 3);

	expect([lru.get("a"), lru.get("b"), lru.get("c")]).toEqual([1, undefined, 3]);
});

it("replaces and deletes without making room", () => {
	const lru = createLru<number>(2);
	lru.set("a", 1);
	lru.set("b", 2);

	lru.set("a", 3);
	lru.delete("b");

	expect([lru.get("a"), lru.get("b")]).toEqual([3, undefined]);
});
