import { type Signal, signal } from "@preact/signals";
import { readPage } from "./list.ts";
import { reuse } from "./reuse.ts";

const blockSize = 100;

/** A long list, newest first, that grows at its top by itself and at its end when it is scrolled. */
export interface Feed<Item> {
	/** Undefined until the first look. A block is a page of the list; its identity stays while nothing in it changed. */
	readonly blocks: Signal<readonly (readonly Item[])[] | undefined>;
	/** New items that wait at the top while a person reads further down. */
	readonly waiting: Signal<number>;
	/** There is nothing older. */
	readonly complete: Signal<boolean>;
	/** Reads the newest; `atTop` says whether they may be shown without anything moving under the reader's eyes. Throws `Failure`. */
	look(atTop: boolean): Promise<void>;
	/** Reads the next older block. Throws `Failure`. */
	more(): Promise<void>;
}

export function createFeed<Item>(path: string, idOf: (item: Item) => string): Feed<Item> {
	const blocks = signal<readonly (readonly Item[])[] | undefined>(undefined);
	const waiting = signal(0);
	const complete = signal(false);
	let cursor: string | null = null;
	let loading = false;

	/** The same items with what `read` says of them now. */
	const renew = (shown: readonly Item[], read: readonly Item[]): readonly Item[] => {
		const newer = new Map(read.map((item) => [idOf(item), item]));
		return reuse(
			shown,
			shown.map((item) => newer.get(idOf(item)) ?? item),
			idOf,
		);
	};

	return {
		blocks,
		waiting,
		complete,

		async look(atTop) {
			const page = await readPage<Item>(path, null, blockSize);
			const [first, ...older] = blocks.value ?? [];
			const known = new Set(first?.map(idOf));
			const fresh = page.data.filter((item) => !known.has(idOf(item))).length;
			waiting.value = first && !atTop ? fresh : 0;
			if (first && (!atTop || fresh === 0)) {
				// Nothing moves, but what is shown may have changed: a change that was under way is done.
				const renewed = renew(first, page.data);
				if (renewed !== first) blocks.value = [renewed, ...older];
				return;
			}
			blocks.value = [page.data];
			cursor = page.nextCursor;
			complete.value = cursor === null;
		},

		async more() {
			if (loading || cursor === null) return;
			loading = true;
			try {
				const from = cursor;
				const page = await readPage<Item>(path, from, blockSize);
				// The top was read anew meanwhile: this block no longer follows what is shown.
				if (from !== cursor) return;
				blocks.value = [...(blocks.value ?? []), page.data];
				cursor = page.nextCursor;
				complete.value = cursor === null;
			} finally {
				loading = false;
			}
		},
	};
}
