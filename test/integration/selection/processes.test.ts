import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { labels, link } from "../../support/accounts.ts";
import { startDynamoDbLocal } from "../../support/dynamodb-local.ts";
import type { Emulator } from "../../support/emulator.ts";
import { freshTable } from "../../support/table.ts";

const worker = resolve(import.meta.dirname, "../../load/selection-worker.ts");
const processes = 4;
const claims = 250;
const concurrency = 8;

let dynamoDb: Emulator | undefined;
beforeAll(async () => {
	dynamoDb = await startDynamoDbLocal();
});
afterAll(() => dynamoDb?.stop());

interface Report {
	readonly claimed: readonly string[];
	readonly failed: number;
	readonly updates: number;
}

async function runWorker(endpoint: string, table: string): Promise<Report> {
	const { stdout } = await promisify(execFile)(process.execPath, [worker, endpoint, table, String(claims), String(concurrency)]);
	return JSON.parse(stdout);
}

test("1,000 claims from 32 callers in 4 processes use 10 accounts evenly, and none fails", { timeout: 120_000 }, async (context) => {
	const { endpoint } = dynamoDb ?? context.skip();
	const { store, table } = await freshTable(endpoint);
	await link(store, labels(10));

	const reports = await Promise.all(Array.from({ length: processes }, () => runWorker(endpoint, table)));

	const claimed = reports.flatMap((report) => report.claimed);
	const uses = labels(10).map((label) => claimed.filter((one) => one === label).length);
	const updates = reports.reduce((sum, report) => sum + report.updates, 0);
	console.log(`uses ${uses.join(" ")}, ${(updates / claimed.length).toFixed(2)} writes a claim`);
	expect(reports.map(({ failed }) => failed)).toEqual([0, 0, 0, 0]);
	expect(claimed).toHaveLength(processes * claims);
	expect(Math.max(...uses) / Math.min(...uses)).toBeLessThanOrEqual(1.3);
	// Three tries, and two writes of which nobody can make the second fail.
	expect(updates / claimed.length).toBeLessThan(5);
});
