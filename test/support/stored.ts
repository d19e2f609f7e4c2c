import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Everything in the embedded store of the gateway in `folder`, but for the audit trail: equal before and after means that nothing was changed. */
export function stateOf(folder: string): string {
	const db = new DatabaseSync(join(folder, "store", "store.db"), { readOnly: true });
	try {
		return JSON.stringify(db.prepare("SELECT body FROM items WHERE pk NOT LIKE '%#audit' ORDER BY pk, sk").all());
	} finally {
		db.close();
	}
}

/** Every byte that lies in a folder, those that SQLite has freed and those of its log included. */
export const bytesOf = (folder: string): Buffer =>
	Buffer.concat(
		readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => readFileSync(join(entry.parentPath, entry.name))),
	);
