import { type Store, StoreError, type Written } from "@smart-router/core/store/store.ts";
import type { Between } from "./instance.ts";
import { at, isAbout } from "./tamper.ts";

/**
 * What becomes of a call on its way: `repeated` is written, its reply is lost and the SDK sends it again; `lost` is written and nobody learns
 * of it; `throttled` never arrives.
 */
export type Fate = "arrives" | "repeated" | "lost" | "throttled";

/** Writes meet the fates in this order, round and round; reads are throttled now and then. */
export function faultyStore(store: Store, fateOf: () => Fate, onFault: () => void = () => undefined): Store {
	async function write(send: () => Promise<Written>): Promise<Written> {
		const fate = fateOf();
		if (fate === "arrives") return send();
		onFault();
		if (fate === "throttled") throw new StoreError("throttled", "too fast");
		await send();
		if (fate === "repeated") return send();
		throw new StoreError("unavailable", "no reply", { mayHaveWritten: true });
	}
	async function read<T>(ask: () => Promise<T>): Promise<T> {
		if (fateOf() !== "throttled") return ask();
		onFault();
		throw new StoreError("throttled", "too fast");
	}
	return {
		get: (...input) => read(() => store.get(...input)),
		batchGet: (...input) => read(() => store.batchGet(...input)),
		query: (...input) => read(() => store.query(...input)),
		put: (...input) => write(() => store.put(...input)),
		update: (...input) => write(() => store.update(...input)),
		remove: (...input) => write(() => store.remove(...input)),
	};
}

/** The same between an instance of the histories and its store. */
export const faulty =
	(fateOf: () => Fate): Between =>
	(store, { fault }) =>
		faultyStore(store, fateOf, fault);

/** Fates in a random but repeatable row: one call in so many is not served as it should be. */
export function fates(seed: number, oneIn: number, bad: readonly Fate[]): () => Fate {
	let state = seed >>> 0;
	const next = (bound: number): number => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * bound);
	};
	return () => (next(oneIn) === 0 ? (bad[next(bad.length)] ?? "arrives") : "arrives");
}

/** Others are always faster: the first writes of a claim that compare versions are refused, so it takes an account as it stands. */
export const crowded: Between = (store, { ask, fault }) => ({
	...store,
	async update(key, changes, condition) {
		if (ask().kind !== "claim" || !isAbout(condition, at("claims"))) return store.update(key, changes, condition);
		fault();
		return { ok: false, current: await store.get(key) };
	},
});
