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

/** Texts longer than this, or more of them, are parsed each time. */
const maxRemembered = 1_000;
const maxRememberedLength = 8_192;

/** Parses stored texts, each once while it is remembered: between two queries of a pool most of its items have not changed. */
function createParser(): (body: string) => Item {
	const known = new Map<string, Item>();
	return (body) => {
		const remembered = known.get(body);
		if (remembered) return remembered;
		const item = JSON.parse(body) as Item;
		if (body.length > maxRememberedLength) return item;
		known.set(body, item);
		const [oldest] = known.keys();
		if (known.size > maxRemembered && oldest !== undefined) known.delete(oldest);
		return item;
	};
}

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

	const parse = createParser();

	const readText = ({ pk, sk }: Key): string | undefined =>
		prepared("SELECT body FROM items WHERE pk = ? AND sk = ?").get(pk, sk)?.body as string | undefined;

	function read(key: Key): Item | undefined {
		const text = readText(key);
		return text === undefined ? undefined : parse(text);
	}

	/** Replaces `before` (nothing when undefined) by the item; false when something else stands there by now. */
	function exchange(item: Item, before: string | undefined): boolean {
		const text = serialize(item);
		const { changes } =
			before === undefined
				? prepared("INSERT INTO items VALUES (?, ?, ?) ON CONFLICT DO NOTHING").run(item.pk, item.sk, text)
				: prepared("UPDATE items SET body = ? WHERE pk = ? AND sk = ? AND body = ?").run(text, item.pk, item.sk, before);
		return changes === 1;
	}

	const discard = ({ pk, sk }: Key, before: string | undefined): boolean =>
		before === undefined || prepared("DELETE FROM items WHERE pk = ? AND sk = ? AND body = ?").run(pk, sk, before).changes === 1;

	/**
	 * Reads, judges, and writes what follows provided that the text read still stands there: one statement commits by itself, which costs less than a
	 * transaction around both. Another process that wrote in between has made progress, so trying again ends.
	 */
	function decide(key: Key, condition: Condition | undefined, next: (current: Item | undefined) => Item | undefined): Written {
		for (;;) {
			const text = readText(key);
			const current = text === undefined ? undefined : parse(text);
			if (condition && !holds(condition, current)) return { ok: false, current };
			const item = next(current);
			const done = item ? exchange(item, text) : discard(key, text);
			if (done) return { ok: true, item: item ?? current ?? { pk: key.pk, sk: key.sk } };
		}
	}

	function select({ pk, prefix, after, limit, reverse }: Query): Item[] {
		const end = afterPrefix(prefix);
		const from = after !== undefined && !reverse ? { sql: "sk > ?", sk: after } : { sql: "sk >= ?", sk: prefix };
		const to = after !== undefined && reverse ? { sql: "sk < ?", sk: after } : end !== undefined && { sql: "sk < ?", sk: end };
		const bounds = to ? [from, to] : [from];
		const where = ["pk = ?", ...bounds.map(({ sql }) => sql)].join(" AND ");
		const statement = prepared(`SELECT body FROM items WHERE ${where} ORDER BY sk ${reverse ? "DESC" : "ASC"} LIMIT ?`);
		return statement.all(pk, ...bounds.map(({ sk }) => sk), limit ?? -1).map(({ body }) => parse(String(body)));
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
			return guarded("put", () => decide(item, condition, () => item));
		},
		async update({ pk, sk }, changes, condition) {
			checkKey({ pk, sk });
			checkChanges(changes);
			if (condition) checkCondition(condition);
			return guarded("update", () => decide({ pk, sk }, condition, (current) => applyChanges(current ?? { pk, sk }, changes)));
		},
		async remove({ pk, sk }, condition) {
			checkKey({ pk, sk });
			if (condition) checkCondition(condition);
			return guarded("remove", () => decide({ pk, sk }, condition, () => undefined));
		},
		close: () => db.close(),
	};
}

/** Failures of the file (locked for too long, disk full, damaged) mean that nothing was written: a statement commits whole or not at all. */
function guarded<T>(operation: string, work: () => T): T {
	try {
		return work();
	} catch (cause) {
		if (cause instanceof StoreError) throw cause;
		throw new StoreError("unavailable", `SQLite: ${operation} failed`, { cause });
	}
}
