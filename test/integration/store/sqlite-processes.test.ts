import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Readable } from "node:stream";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let folder = "";
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "smart-router-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function startWriter(path: string, name: string, rounds: number): ChildProcess & { stdout: Readable } {
	return spawn(process.execPath, [join(import.meta.dirname, "writer.ts"), path, name, `${rounds}`], {
		stdio: ["ignore", "pipe", "inherit"],
	});
}

describe("a SQLite store of several processes", () => {
	it("keeps every acknowledged write when its process is killed in mid-load", async () => {
		const path = join(folder, "private", "store.db");
		const writer = startWriter(path, "writer", 1_000_000);

		let acknowledged = "";
		writer.stdout.on("data", (text) => {
			acknowledged += text;
			if (acknowledged.length > 10_000) writer.kill("SIGKILL");
		});
		const [, signal] = await once(writer, "close");

		expect(signal).toBe("SIGKILL");
		const last = Number(acknowledged.split("\n").at(-2));
		expect(last).toBeGreaterThan(1_000);
		const check = new DatabaseSync(path);
		expect(check.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
		check.close();
		const store = openSqliteStore(path);
		const counter = await store.get({ pk: "load", sk: "counter" });
		const { items } = await store.query({ pk: "load", prefix: "writer#" });
		store.close();
		expect(counter?.total).toBeGreaterThanOrEqual(last);
		expect(counter?.total).toBe(counter?.writer);
		expect(items.length).toBeGreaterThanOrEqual(last);
	});

	it("loses no write when processes write at once, from their first moment on", async () => {
		const path = join(folder, "store.db");
		const rounds = 300;
		const names = ["one", "two", "three"];

		const writers = names.map((name) => startWriter(path, name, rounds));
		for (const writer of writers) writer.stdout.resume();
		const codes = await Promise.all(writers.map(async (writer) => (await once(writer, "close"))[0]));

		expect(codes).toEqual([0, 0, 0]);
		const store = openSqliteStore(path);
		expect(await store.get({ pk: "load", sk: "counter" })).toMatchObject({ total: 3 * rounds, one: rounds, two: rounds, three: rounds });
		store.close();
	});

	it("is a file that nobody else can read", () => {
		const path = join(folder, "private", "store.db");

		const store = openSqliteStore(path);

		const modeOf = (name: string): number => statSync(name).mode & 0o777;
		expect([modeOf(path), modeOf(`${path}-wal`), modeOf(`${path}-shm`)]).toEqual([0o600, 0o600, 0o600]);
		expect(modeOf(join(folder, "private"))).toBe(0o700);
		store.close();
	});
});
