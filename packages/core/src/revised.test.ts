import { expect, it } from "vitest";
import { createMemoryStore } from "../../../test/support/memory-store.ts";
import { GatewayError } from "./errors.ts";
import { removeRevised, replaceRevised } from "./revised.ts";
import { revisionOf } from "./revision.ts";
import type { Store } from "./store/store.ts";

const key = { pk: "ws#default", sk: "thing" };
const clock = () => 1_795_000_000_000;
const missing = () => new GatewayError("not_found", "It is not there.");
/** The item a change adds one to. */
const counted = (current: { readonly [name: string]: unknown } | undefined) => ({ count: Number(current?.["count"] ?? 0) + 1 });

/** Every write happens twice, because the first reply is lost: as the AWS SDK repeats it. */
function withLostReplies(store: Store): Store {
	return {
		...store,
		async put(...input) {
			await store.put(...input);
			return store.put(...input);
		},
		async remove(...input) {
			await store.remove(...input);
			return store.remove(...input);
		},
	};
}

it("changes at once all count, however they interleave", async () => {
	const store = createMemoryStore();

	await Promise.all([1, 2, 3].map(() => replaceRevised({ store, clock }, key, undefined, counted)));

	expect(await store.get(key)).toMatchObject({ count: 3 });
});

it("a change whose reply was lost happened once, at the revision that was expected", async () => {
	const store = withLostReplies(createMemoryStore());
	const first = await replaceRevised({ store, clock }, key, ["initial"], counted);

	const second = await replaceRevised({ store, clock }, key, [revisionOf(first)], counted);

	expect(second).toMatchObject({ count: 2 });
	expect(await store.get(key)).toEqual(second);
});

it("a removal whose reply was lost is done, at the revision that was expected", async () => {
	const store = withLostReplies(createMemoryStore());
	const item = await replaceRevised({ store, clock }, key, undefined, counted);

	await removeRevised({ store }, key, [revisionOf(item)], missing);

	expect(await store.get(key)).toBeUndefined();
	await expect(removeRevised({ store }, key, undefined, missing)).rejects.toMatchObject({ code: "not_found" });
});

it("another's change in between is no expected revision any more", async () => {
	const store = createMemoryStore();
	const { revision } = await replaceRevised({ store, clock }, key, undefined, counted);
	const overtaken = replaceRevised({ store, clock }, key, [String(revision)], async (current) => {
		await replaceRevised({ store, clock }, key, undefined, counted);
		return counted(current);
	});

	await expect(overtaken).rejects.toMatchObject({ code: "precondition_failed" });
	await expect(removeRevised({ store }, key, [String(revision)], missing)).rejects.toMatchObject({ code: "precondition_failed" });
	expect(await store.get(key)).toMatchObject({ count: 2 });
});

it("gives up where nothing ever stands still", async () => {
	const store = createMemoryStore();
	const restless = replaceRevised({ store, clock }, key, undefined, async (current) => {
		await replaceRevised({ store, clock }, key, undefined, counted);
		return counted(current);
	});

	await expect(restless).rejects.toMatchObject({ code: "conflict" });
});
