import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StoreError } from "@smart-router/core/store/store.ts";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runs } from "../../../../test/support/runs.ts";
import { afterPrefix, openSqliteStore } from "./sqlite.ts";

let folder = "";
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "smart-router-sqlite-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a SQLite store", () => {
	it("keeps what was written over a restart", async () => {
		const path = join(folder, "store.db");
		const first = openSqliteStore(path);
		await first.put({ pk: "p", sk: "s", n: 1 });
		first.close();

		const second = openSqliteStore(path);

		expect(await second.get({ pk: "p", sk: "s" })).toEqual({ pk: "p", sk: "s", n: 1 });
		second.close();
	});

	it("sweeps at opening what has been over for more than a day", async () => {
		const path = join(folder, "store.db");
		const now = 2_000_000;
		const first = openSqliteStore(path);
		const ttls = { over: now - 86_401, "just over": now - 86_400, later: now + 1 };
		for (const [sk, ttl] of Object.entries(ttls)) await first.put({ pk: "p", sk, ttl });
		await first.put({ pk: "p", sk: "no ttl" });
		await first.put({ pk: "p", sk: "text", ttl: "soon" });
		first.close();

		const second = openSqliteStore(path, { clock: () => now * 1000 });

		const { items } = await second.query({ pk: "p", prefix: "" });
		expect(items.map(({ sk }) => sk)).toEqual(["just over", "later", "no ttl", "text"]);
		second.close();
	});

	it("sweeps while it runs, a thousand rows a minute, what has been over for more than a day", async () => {
		let now = 2_000_000_000;
		const store = openSqliteStore(":memory:", { clock: () => now * 1000 });
		const names = Array.from({ length: 1_500 }, (_, index) => `s${String(index).padStart(4, "0")}`);
		await Promise.all(names.map((sk) => store.put({ pk: "p", sk, ttl: now + 60 })));
		await store.put({ pk: "p", sk: "text", ttl: "soon" });
		const counts: number[] = [];
		const count = async (): Promise<void> => void counts.push((await store.query({ pk: "p", prefix: "" })).items.length);

		for (const seconds of [86_460, 61, 30, 31, 61]) {
			now += seconds;
			await store.put({ pk: "other", sk: "write" });
			await count();
		}

		expect(counts).toEqual([1_501, 1_000, 1_000, 1, 1]);
		expect(await store.get({ pk: "p", sk: "s0000" })).toBeUndefined();
		store.close();
	});

	it("says that a file is no store, without touching it", () => {
		const path = join(folder, "notes.txt");
		writeFileSync(path, "not a database, but long enough to be taken for one".repeat(20));

		expect(() => openSqliteStore(path)).toThrow(StoreError);
	});

	it("fails as a StoreError once it is closed", async () => {
		const store = openSqliteStore(":memory:");
		store.close();

		await expect(store.get({ pk: "p", sk: "s" })).rejects.toMatchObject({ name: "StoreError", kind: "unavailable" });
	});
});

describe("afterPrefix", () => {
	it("is the least bound above all strings that begin with the prefix", () => {
		const bytes = (text: string): Buffer => Buffer.from(text);
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (prefix, rest, any) => {
				const end = afterPrefix(prefix);

				if (end !== undefined) expect(Buffer.compare(bytes(prefix + rest), bytes(end))).toBe(-1);
				const isBetween =
					Buffer.compare(bytes(any), bytes(prefix)) >= 0 && (end === undefined || Buffer.compare(bytes(any), bytes(end)) < 0);
				expect(isBetween).toBe(any.startsWith(prefix));
			}),
			{ numRuns: runs(300, 10_000) },
		);
	});

	it.each([
		["a#", "a$"],
		["\ud7ff", "\ue000"],
		["a\u{10ffff}", "b"],
		["\u{10ffff}", undefined],
		["", undefined],
	])("%j ends at %j", (prefix, end) => {
		expect(afterPrefix(prefix)).toBe(end);
	});
});
