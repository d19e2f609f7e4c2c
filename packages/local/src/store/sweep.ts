import type { Clock } from "@smart-router/core/clock.ts";
import type { Key } from "@smart-router/core/store/store.ts";
import type { Database } from "./database.ts";

const everyMs = 60_000;
const rowsAtOnce = 1_000;
const graceSeconds = 86_400;

/**
 * Removes items whose `ttl` is over for more than a day, as DynamoDB does some time after their end. `step` is called with every commit and looks at
 * the next 1,000 rows at most once a minute, so that no request waits for it; it returns what it removed. Must run within a transaction.
 */
export function createSweep(db: Database, clock: Clock): { step(): readonly Key[] } {
	let dueAt = clock() + everyMs;
	let last: Key = { pk: "", sk: "" };
	return {
		step() {
			const now = clock();
			if (now < dueAt) return [];
			dueAt = now + everyMs;
			const rows = db
				.statement("SELECT pk, sk, json_extract(body, '$.ttl') AS ttl FROM items WHERE (pk, sk) > (?, ?) ORDER BY pk, sk LIMIT ?")
				.all(last.pk, last.sk, rowsAtOnce)
				.map(({ pk, sk, ttl }) => ({ pk: String(pk), sk: String(sk), ttl }));
			const end = rows.length === rowsAtOnce ? rows.at(-1) : undefined;
			last = end ? { pk: end.pk, sk: end.sk } : { pk: "", sk: "" };
			const over = rows.filter(({ ttl }) => typeof ttl === "number" && ttl < now / 1000 - graceSeconds);
			for (const { pk, sk } of over) db.statement("DELETE FROM items WHERE pk = ? AND sk = ?").run(pk, sk);
			return over;
		},
	};
}
