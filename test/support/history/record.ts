import { isAccountItem } from "@smart-router/core/account/account.ts";
import { add, type Item, type Key, type Store, type Written } from "@smart-router/core/store/store.ts";
import { type History, type Operation, versionName, type Write } from "./history.ts";

/** Of one instance: the operations it has done and their writes. */
export interface Recorder {
	/** The store as the operation under way sees it. */
	readonly store: Store;
	readonly history: History;
	/** Runs an operation; what it returns is its outcome. */
	during(operation: Pick<Operation, "id" | "instance" | "now" | "ask">, run: () => Promise<Operation["outcome"]>): Promise<void>;
	/** A store call has failed, or its reply was lost, between the product and this recorder. */
	fault(): void;
}

const isRecorded = ({ pk, sk }: Key): boolean => isAccountItem({ pk, sk }) || /^rotation#[^#]*#pool$/.test(sk) || pk.endsWith("#request");

/**
 * Stands between the product and the store, as the last one before it. Every write of an item also counts it up, in the same atomic write: so
 * the versions are the very order in which the store decided, from however many processes they came.
 */
export function createRecorder(inner: Store, stopwatch: () => number): Recorder {
	const operations: Operation[] = [];
	const writes: Write[] = [];
	let current = { id: "", refused: 0, faults: 0 };

	async function recorded(call: Write["call"], key: Key, write: () => Promise<Written>): Promise<Written> {
		const operation = current;
		const from = stopwatch();
		const written = await write();
		if (!written.ok) operation.refused++;
		else if (isRecorded(key)) {
			const { [versionName]: version, ...item } = written.item;
			if (call !== "remove")
				writes.push({ operation: operation.id, call, version: Number(version), item: item as Item, from, to: stopwatch() });
			else if (version !== undefined)
				writes.push({ operation: operation.id, call, version: Number(version) + 1, item: item as Item, from, to: stopwatch() });
		}
		return written;
	}

	return {
		store: {
			...inner,
			put: (item, condition) => recorded("put", item, () => inner.put(isRecorded(item) ? { ...item, [versionName]: 1 } : item, condition)),
			update: (key, changes, condition) =>
				recorded("update", key, () => inner.update(key, isRecorded(key) ? [...changes, add([versionName], 1)] : changes, condition)),
			remove: (key, condition) => recorded("remove", key, () => inner.remove(key, condition)),
		},
		history: { operations, writes },
		async during({ id, instance, now, ask }, run) {
			const operation = { id, refused: 0, faults: 0 };
			current = operation;
			const from = stopwatch();
			const outcome = await run();
			operations.push({ ...operation, instance, now, ask, outcome, from, to: stopwatch() });
		},
		fault() {
			current.faults++;
		},
	};
}

export const joined = (histories: readonly History[]): History => ({
	operations: histories.flatMap(({ operations }) => operations),
	writes: histories.flatMap(({ writes }) => writes),
});
