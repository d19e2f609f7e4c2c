import { writeSync } from "node:fs";
import { add, type Store, set } from "@smart-router/core/store/store.ts";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";

/** A process of its own that writes: each round one new item and one more on a counter that all writers share; then it says so. */
const [path = "", name = "", rounds = "0"] = process.argv.slice(2);

async function write(store: Store, round: number): Promise<void> {
	await store.put({ pk: "load", sk: `${name}#${round}`, text: "x".repeat(500) });
	await store.update({ pk: "load", sk: "counter" }, [add(["total"], 1), set([name], round)]);
}

const store = openSqliteStore(path);
for (let round = 1; round <= Number(rounds); round++) {
	await write(store, round);
	writeSync(1, `${round}\n`);
}
store.close();
