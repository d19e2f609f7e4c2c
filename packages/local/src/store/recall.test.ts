import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { add, set } from "@smart-router/core/store/store.ts";
import { expect, it } from "vitest";
import { openSqliteStore } from "./sqlite.ts";

const pool = { pk: "p", prefix: "" };

it("never shows what another connection has changed meanwhile", async () => {
	const folder = mkdtempSync(join(tmpdir(), "smart-router-recall-"));
	const [one, other] = [openSqliteStore(join(folder, "store.db")), openSqliteStore(join(folder, "store.db"))];
	for (let round = 1; round <= 50; round++) {
		const [writer, reader] = round % 2 ? [one, other] : [other, one];
		await reader.query(pool);
		await writer.update({ pk: "p", sk: `s${round % 3}` }, [add(["n"], 1), set(["round"], round)]);

		const { items } = await reader.query(pool);
		const written = await reader.update({ pk: "p", sk: "count" }, [add(["n"], 1)]);

		expect(items.find(({ sk }) => sk === `s${round % 3}`)).toMatchObject({ round });
		expect(written).toMatchObject({ ok: true, item: { n: round } });
	}
	one.close();
	other.close();
	rmSync(folder, { recursive: true });
});

it("shows own writes at once: replaced, new and removed items", async () => {
	const store = openSqliteStore(":memory:");
	await store.put({ pk: "p", sk: "a", n: 1 });
	await store.query(pool);

	await Promise.all([store.put({ pk: "p", sk: "b", n: 1 }), store.update({ pk: "p", sk: "a" }, [set(["n"], 2)])]);
	const changed = await store.query(pool);
	await store.remove({ pk: "p", sk: "a" });
	const removed = await store.query(pool);

	expect(changed.items).toEqual([
		{ pk: "p", sk: "a", n: 2 },
		{ pk: "p", sk: "b", n: 1 },
	]);
	expect(removed.items).toEqual([{ pk: "p", sk: "b", n: 1 }]);
	store.close();
});

it("stays right when more is read than is remembered", async () => {
	const store = openSqliteStore(":memory:");
	await Promise.all(Array.from({ length: 2_100 }, (_, n) => store.put({ pk: `p${n % 5}`, sk: `s${n}`, n })));
	for (const partition of ["p0", "p1", "p2", "p3", "p4", "p0"]) await store.query({ pk: partition, prefix: "" });

	await store.update({ pk: "p0", sk: "s5" }, [set(["n"], -1)]);

	const { items } = await store.query({ pk: "p0", prefix: "" });
	expect(items.find(({ sk }) => sk === "s5")).toMatchObject({ n: -1 });
	store.close();
});

it("fails one write of a group without the others", async () => {
	const store = openSqliteStore(":memory:");
	await store.put({ pk: "p", sk: "a", text: "no number" });

	const writes = await Promise.allSettled([
		store.update({ pk: "p", sk: "b" }, [add(["n"], 1)]),
		store.update({ pk: "p", sk: "a" }, [add(["text"], 1)]),
		store.update({ pk: "p", sk: "b" }, [add(["n"], 1)]),
	]);

	expect(writes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
	expect(await store.get({ pk: "p", sk: "b" })).toMatchObject({ n: 2 });
	store.close();
});
