import { chmodSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { createOnce } from "../private-file.ts";

const busyTimeoutMs = 5_000;

/** `synchronous = NORMAL` under WAL: an acknowledged write outlives the death of the process (not a power cut), a read is never blocked. */
const schema = `
	PRAGMA journal_mode = WAL;
	PRAGMA synchronous = NORMAL;
	CREATE TABLE IF NOT EXISTS items (
		pk TEXT NOT NULL, sk TEXT NOT NULL, body TEXT NOT NULL,
		PRIMARY KEY (pk, sk)
	) WITHOUT ROWID, STRICT;
`;

export interface Database {
	/** Prepared once, however often it is asked for. */
	statement(sql: string): StatementSync;
	/** Runs `work` as one transaction that holds the write lock from its start; what `work` throws undoes all of it. */
	transaction(work: () => void): void;
	close(): void;
}

/**
 * Opens the file, which is made with mode 0600 (SQLite gives -wal and -shm the mode of the file itself), or `:memory:`.
 * A new file is complete before it has its name: two processes that switch one new file to WAL at once fail on each other's lock.
 */
export function openDatabase(path: string): Database {
	if (path !== ":memory:") {
		createOnce(path, (draft) => open(draft).close());
		chmodSync(path, 0o600);
	}
	const db = open(path);
	const statements = new Map<string, StatementSync>();
	const statement = (sql: string): StatementSync => {
		const known = statements.get(sql) ?? db.prepare(sql);
		statements.set(sql, known);
		return known;
	};
	return {
		statement,
		transaction(work) {
			statement("BEGIN IMMEDIATE").run();
			try {
				work();
				statement("COMMIT").run();
			} catch (cause) {
				if (db.isTransaction) statement("ROLLBACK").run();
				throw cause;
			}
		},
		close: () => db.close(),
	};
}

function open(path: string): DatabaseSync {
	const db = new DatabaseSync(path, { timeout: busyTimeoutMs });
	db.exec(schema);
	return db;
}
