import { chmodSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Clock } from "@smart-router/core/clock.ts";
import { holds } from "@smart-router/core/store/holds.ts";
import { type Condition, type Item, type Key, type Query, type Store, StoreError, type Written } from "@smart-router/core/store/store.ts";
import { checkBatch, checkChanges, checkCondition, checkItem, checkKey, checkQuery } from "@smart-router/core/store/subset.ts";
import { createOnce } from "../private-file.ts";
import { applyChanges } from "./evaluate.ts";

const maxItemBytes = 400 * 1024;
const busyTimeoutMs = 5_000;
const daySeconds = 86_400;

/** `synchronous = NORMAL` under WAL: an acknowledged write outlives the death of the process (not a power cut), a read is never blocked. */
const schema = `
	PRAGMA journal_mode = WAL;
	PRAGMA synchronous = NORMAL;
	CREATE TABLE IF NOT EXISTS items (
		pk TEXT NOT NULL, sk TEXT NOT NULL, body TEXT NOT NULL,
		PRIMARY KEY (pk, sk)
	) WITHOUT ROWID, STRICT;
`;

function openDatabase(path: string): DatabaseSync {
	const db = new DatabaseSync(path, { timeout: busyTimeoutMs });
	db.exec(schema);
	return db;
}

/**
 * Made complete before it has its name: two processes that switch one new file to WAL at once fail on each other's lock.
 * SQLite gives -wal and -shm the mode of the file itself.
 */
function createPrivateDatabase(path: string): void {
	createOnce(path, (draft) => openDatabase(draft).close());
	chmodSync(path, 0o600);
}

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

/** JSON, with lone surrogates replaced as on their way to DynamoDB (`JSON.stringify` escapes nothing else so). */
function serialize(item: Item): string {
	const plain = JSON.stringify(item);
	const body = illFormed.test(plain)
		? JSON.stringify(item, (_name, value) => (typeof value === "string" ? value.toWellFormed() : value))
		: plain;
	if (body.length * 3 > maxItemBytes && Buffer.byteLength(body) > maxItemBytes)
		throw new StoreError("invalid", "the item is larger than 400 KB");
	return body;
}

const parse = (body: unknown): Item => JSON.parse(String(body)) as Item;

/**
 * The store of a laptop: one SQLite file (made with mode 0600), or `:memory:`. Several processes may open the same file.
 * Items whose `ttl` is over for more than a day are swept at opening; reading never depends on it.
 * Throws `StoreError` when the file cannot be opened.
 */
export function openSqliteStore(path: string, options: { readonly clock?: Clock } = {}): Store & { close(): void } {
	const db = guarded("open", () => {
		if (path !== ":memory:") createPrivateDatabase(path);
		const opened = openDatabase(path);
		const now = (options.clock ?? Date.now)() / 1000;
		opened.prepare("DELETE FROM items WHERE json_extract(body, '$.ttl') < ?").run(now - daySeconds);
		return opened;
	});

	const statements = new Map<string, StatementSync>();
	function prepared(sql: string): StatementSync {
		const known = statements.get(sql);
		if (known) return known;
		const statement = db.prepare(sql);
		statements.set(sql, statement);
		return statement;
	}

	function read(key: Key): Item | undefined {
		const row = prepared("SELECT body FROM items WHERE pk = ? AND sk = ?").get(key.pk, key.sk);
		return row && parse(row.body);
	}

	function write(item: Item): Item {
		prepared("INSERT INTO items VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body").run(item.pk, item.sk, serialize(item));
		return item;
	}

	/** IMMEDIATE takes the write lock before the read, so that no other process writes between the two. */
	function decide(key: Key, condition: Condition | undefined, act: (current: Item | undefined) => Item): Written {
		prepared("BEGIN IMMEDIATE").run();
		try {
			const current = read(key);
			const written: Written = condition && !holds(condition, current) ? { ok: false, current } : { ok: true, item: act(current) };
			prepared("COMMIT").run();
			return written;
		} catch (cause) {
			if (db.isTransaction) prepared("ROLLBACK").run();
			throw cause;
		}
	}

	function select({ pk, prefix, after, limit, reverse }: Query): Item[] {
		const end = afterPrefix(prefix);
		const from = after !== undefined && !reverse ? { sql: "sk > ?", sk: after } : { sql: "sk >= ?", sk: prefix };
		const to = after !== undefined && reverse ? { sql: "sk < ?", sk: after } : end !== undefined && { sql: "sk < ?", sk: end };
		const bounds = to ? [from, to] : [from];
		const where = ["pk = ?", ...bounds.map(({ sql }) => sql)].join(" AND ");
		const statement = prepared(`SELECT body FROM items WHERE ${where} ORDER BY sk ${reverse ? "DESC" : "ASC"} LIMIT ?`);
		return statement.all(pk, ...bounds.map(({ sk }) => sk), limit ?? -1).map((row) => parse(row.body));
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
			const items = guarded("query", () => select(query));
			return { items, next: items.length === query.limit ? items.at(-1)?.sk : undefined };
		},
		async put(item, condition) {
			checkItem(item);
			if (condition) checkCondition(condition);
			return guarded("put", () => (condition ? decide(item, condition, () => write(item)) : { ok: true, item: write(item) }));
		},
		async update({ pk, sk }, changes, condition) {
			checkKey({ pk, sk });
			checkChanges(changes);
			if (condition) checkCondition(condition);
			return guarded("update", () => decide({ pk, sk }, condition, (current) => write(applyChanges(current ?? { pk, sk }, changes))));
		},
		async remove({ pk, sk }, condition) {
			checkKey({ pk, sk });
			if (condition) checkCondition(condition);
			return guarded("remove", () =>
				decide({ pk, sk }, condition, (current) => {
					if (current) prepared("DELETE FROM items WHERE pk = ? AND sk = ?").run(pk, sk);
					return current ?? { pk, sk };
				}),
			);
		},
		close: () => db.close(),
	};
}

/** Failures of the file (locked for too long, disk full, damaged) mean that nothing was written: the transaction was rolled back. */
function guarded<T>(operation: string, work: () => T): T {
	try {
		return work();
	} catch (cause) {
		if (cause instanceof StoreError) throw cause;
		throw new StoreError("unavailable", `SQLite: ${operation} failed`, { cause });
	}
}
