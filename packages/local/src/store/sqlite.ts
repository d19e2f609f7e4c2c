import type { Clock } from "@smart-router/core/clock.ts";
import { holds } from "@smart-router/core/store/holds.ts";
import { type Condition, type Item, type Key, type Query, type Store, StoreError, type Written } from "@smart-router/core/store/store.ts";
import { checkBatch, checkChanges, checkCondition, checkItem, checkKey, checkQuery } from "@smart-router/core/store/subset.ts";
import { openDatabase } from "./database.ts";
import { applyChanges } from "./evaluate.ts";
import { createGroupCommit } from "./group-commit.ts";
import { createRecall, type Row } from "./recall.ts";
import { createSweep } from "./sweep.ts";

const maxItemBytes = 400 * 1024;
const daySeconds = 86_400;

/** The first string after all those that begin with `prefix`, by code point (which is UTF-8 byte order); undefined when there is none. */
export function afterPrefix(prefix: string): string | undefined {
	const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
	while (points.length > 0) {
		const last = points.pop() ?? 0;
		if (last < 0x10ffff) return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
	}
	return undefined;
}

const illFormed = /\\ud[89a-f]/;

/** What is stored of an item: JSON, with lone surrogates replaced as on their way to DynamoDB (`JSON.stringify` escapes nothing else so). */
function toRow(item: Item): Row {
	const plain = JSON.stringify(item);
	const row: Row = illFormed.test(plain)
		? { text: JSON.stringify(item, (_name, value) => (typeof value === "string" ? value.toWellFormed() : value)), item: undefined }
		: { text: plain, item };
	if (row.text.length * 3 > maxItemBytes && Buffer.byteLength(row.text) > maxItemBytes)
		throw new StoreError("invalid", "the item is larger than 400 KB");
	return row;
}

/**
 * The store of a laptop: one SQLite file (made with mode 0600), or `:memory:`. Several processes may open the same file.
 * Items whose `ttl` is over for more than a day are swept at opening and while it is written to; reading never depends on it.
 * Throws `StoreError` when the file cannot be opened.
 */
export function openSqliteStore(path: string, options: { readonly clock?: Clock } = {}): Store & { close(): void } {
	const clock = options.clock ?? Date.now;
	const db = guarded("open", () => {
		const opened = openDatabase(path);
		const now = clock() / 1000;
		opened.statement("DELETE FROM items WHERE json_extract(body, '$.ttl') < ?").run(now - daySeconds);
		return opened;
	});
	const recall = createRecall();
	const sweep = createSweep(db, clock);
	let dataVersion: unknown;

	/** Forgets what was read when another connection has written since; our own writes keep it current. */
	function refresh(): void {
		const version = db.statement("PRAGMA data_version").get()?.data_version;
		if (version === dataVersion) return;
		dataVersion = version;
		recall.clear();
	}

	const commits = createGroupCommit<Written>((work) =>
		guarded("write", () => {
			try {
				db.transaction(() => {
					refresh();
					work();
					for (const key of sweep.step()) recall.cameOrWent(key);
				});
			} catch (cause) {
				recall.clear();
				throw cause;
			}
		}),
	);

	function rowOf(key: Key): Row | undefined {
		const known = recall.row(key);
		if (known) return known;
		const found = db.statement("SELECT body FROM items WHERE pk = ? AND sk = ?").get(key.pk, key.sk);
		return found && recall.keep(key, String(found.body));
	}

	function write(item: Item, before: Row | undefined): void {
		const row = toRow(item);
		if (before) {
			db.statement("UPDATE items SET body = ? WHERE pk = ? AND sk = ?").run(row.text, item.pk, item.sk);
			recall.replaced(item, row);
		} else {
			db.statement("INSERT INTO items VALUES (?, ?, ?)").run(item.pk, item.sk, row.text);
			recall.cameOrWent(item);
		}
	}

	function discard(key: Key): void {
		db.statement("DELETE FROM items WHERE pk = ? AND sk = ?").run(key.pk, key.sk);
		recall.cameOrWent(key);
	}

	/** Judges the item as it stands and writes what follows (nothing: it goes away), within the transaction of its group. */
	const decide = (key: Key, condition: Condition | undefined, next: (current: Item | undefined) => Item | undefined): Promise<Written> =>
		commits.submit(() => {
			const row = rowOf(key);
			const current = row && itemOf(row);
			if (condition && !holds(condition, current)) return { ok: false, current };
			const item = next(current);
			if (item) write(item, row);
			else if (row) discard(key);
			return { ok: true, item: item ?? current ?? { pk: key.pk, sk: key.sk } };
		});

	function select({ pk, prefix, after, limit, reverse }: Query): Item[] {
		const end = afterPrefix(prefix);
		const from = after !== undefined && !reverse ? { sql: "sk > ?", sk: after } : { sql: "sk >= ?", sk: prefix };
		const to = after !== undefined && reverse ? { sql: "sk < ?", sk: after } : end !== undefined && { sql: "sk < ?", sk: end };
		const bounds = to ? [from, to] : [from];
		const where = ["pk = ?", ...bounds.map(({ sql }) => sql)].join(" AND ");
		const statement = db.statement(`SELECT sk, body FROM items WHERE ${where} ORDER BY sk ${reverse ? "DESC" : "ASC"} LIMIT ?`);
		const found = statement.all(pk, ...bounds.map(({ sk }) => sk), limit ?? -1);
		if (limit !== undefined || after !== undefined || reverse) return found.map(({ body }) => JSON.parse(String(body)));
		return recall
			.keepList(
				pk,
				prefix,
				found.map(({ sk, body }) => [String(sk), String(body)]),
			)
			.map(itemOf);
	}

	/** Whole lists, which a claim reads each time, come from memory while nobody has changed them; pages do not. */
	function list(query: Query): Item[] {
		refresh();
		const whole = query.limit === undefined && query.after === undefined && !query.reverse;
		const known = whole ? recall.list(query.pk, query.prefix) : undefined;
		return known ? known.map(itemOf) : select(query);
	}

	function read(key: Key): Item | undefined {
		refresh();
		const row = rowOf(key);
		return row && itemOf(row);
	}

	return {
		async get(key) {
			checkKey(key);
			return guarded("get", () => read(key));
		},
		async batchGet(keys) {
			checkBatch(keys);
			return guarded("batchGet", () => keys.map(read));
		},
		async query(query) {
			checkQuery(query);
			const items = guarded("query", () => list(query));
			return { items, next: items.length === query.limit ? items.at(-1)?.sk : undefined };
		},
		async put(item, condition) {
			checkItem(item);
			if (condition) checkCondition(condition);
			return decide(item, condition, () => item);
		},
		async update({ pk, sk }, changes, condition) {
			checkKey({ pk, sk });
			checkChanges(changes);
			if (condition) checkCondition(condition);
			return decide({ pk, sk }, condition, (current) => applyChanges(current ?? { pk, sk }, changes));
		},
		async remove({ pk, sk }, condition) {
			checkKey({ pk, sk });
			if (condition) checkCondition(condition);
			return decide({ pk, sk }, condition, () => undefined);
		},
		close() {
			commits.flush();
			db.close();
		},
	};
}

function itemOf(row: Row): Item {
	row.item ??= JSON.parse(row.text) as Item;
	return row.item;
}

/** Failures of the file (locked for too long, disk full, damaged) mean that nothing was written: a transaction commits whole or not at all. */
function guarded<T>(operation: string, work: () => T): T {
	try {
		return work();
	} catch (cause) {
		if (cause instanceof StoreError) throw cause;
		throw new StoreError("unavailable", `SQLite: ${operation} failed`, { cause });
	}
}
