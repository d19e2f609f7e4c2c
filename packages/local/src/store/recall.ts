import type { Item, Key } from "@smart-router/core/store/store.ts";

/** A stored row as it stands now; every list that holds the row holds this object. */
export interface Row {
	text: string;
	/** What `text` says; made from it when somebody reads it. */
	item: Item | undefined;
}

export interface Recall {
	row(key: Key): Row | undefined;
	list(pk: string, prefix: string): readonly Row[] | undefined;
	/** Remembers what was read; a row that is known already stays the same object. */
	keep(key: Key, text: string): Row;
	/** Remembers a whole list of a partition, as `[sk, text]`, in its order. */
	keepList(pk: string, prefix: string, found: readonly (readonly [sk: string, text: string])[]): readonly Row[];
	/** The row was replaced. */
	replaced(key: Key, by: Row): void;
	/** A row came into being or went away: lists of its partition are no longer whole. */
	cameOrWent(key: Key): void;
	clear(): void;
}

const maxRows = 2_000;
const maxListRows = 500;

/**
 * What this process has read and nobody has changed since. The local gateway reads the same pool for every request; without this it would fetch and parse
 * every account each time. Whoever uses it must `clear` it when another connection has written (`PRAGMA data_version`).
 */
export function createRecall(): Recall {
	const rows = new Map<string, Row>();
	const lists = new Map<string, Map<string, readonly Row[]>>();
	const nameOf = ({ pk, sk }: Key): string => `${pk}\0${sk}`;
	const clear = (): void => {
		rows.clear();
		lists.clear();
	};

	function keep(key: Key, text: string): Row {
		const known = rows.get(nameOf(key));
		if (known) return known;
		if (rows.size >= maxRows) clear();
		const row: Row = { text, item: undefined };
		rows.set(nameOf(key), row);
		return row;
	}

	return {
		clear,
		keep,
		row: (key) => rows.get(nameOf(key)),
		list: (pk, prefix) => lists.get(pk)?.get(prefix),
		keepList(pk, prefix, found) {
			if (found.length > maxListRows) return found.map(([, text]) => ({ text, item: undefined }));
			// Not in between: every row of a list must be known, or the list would not hear of its replacement.
			if (rows.size + found.length > maxRows) clear();
			const list = found.map(([sk, text]) => keep({ pk, sk }, text));
			const ofPartition = lists.get(pk) ?? new Map<string, readonly Row[]>();
			lists.set(pk, ofPartition.set(prefix, list));
			return list;
		},
		replaced(key, by) {
			const row = rows.get(nameOf(key));
			if (row) Object.assign(row, by);
		},
		cameOrWent(key) {
			rows.delete(nameOf(key));
			lists.delete(key.pk);
		},
	};
}
