import { afterAll, beforeAll, expect, test } from "vitest";
import { startDynamoDbLocal } from "../../support/dynamodb-local.ts";
import type { Emulator } from "../../support/emulator.ts";
import { check } from "../../support/history/check.ts";
import type { History, Violation } from "../../support/history/history.ts";
import { type Processes, startProcesses } from "../../support/history/processes.ts";
import { runs } from "../../support/runs.ts";
import { freshTable } from "../../support/table.ts";

const processCount = 8;
const histories = runs(16, 1_000);
/** Played at the same time, so that no process waits for the slowest one of a history. */
const atOnce = 4;

let dynamoDb: Emulator | undefined;
let processes: Processes | undefined;
beforeAll(async () => {
	dynamoDb = await startDynamoDbLocal();
	if (dynamoDb) processes = await startProcesses(processCount, { endpoint: dynamoDb.endpoint, ...(await freshTable(dynamoDb.endpoint)) });
});
afterAll(async () => {
	processes?.stop();
	await dynamoDb?.stop();
});

/** How much happened at the same time: a history of one after the other would prove nothing. */
function countsOf({ operations, writes }: History): { operations: number; writes: number; conflicts: number } {
	return { operations: operations.length, writes: writes.length, conflicts: operations.reduce((sum, { refused }) => sum + refused, 0) };
}

test(`${histories} histories of ${processCount} processes break no rule`, { timeout: 3_600_000 }, async ({ skip }) => {
	const { play } = processes ?? skip();
	const violations: (Violation & { readonly history: number })[] = [];
	const total = { operations: 0, writes: 0, conflicts: 0 };
	let next = 0;
	async function playOn(): Promise<void> {
		while (next < histories) {
			const number = next++;
			const history = await play(number);
			violations.push(...check(history).map((violation) => ({ ...violation, history: number })));
			const counts = countsOf(history);
			for (const name of ["operations", "writes", "conflicts"] as const) total[name] += counts[name];
		}
	}

	await Promise.all(Array.from({ length: atOnce }, playOn));

	console.log(`${histories} histories of ${processCount} processes: ${JSON.stringify(total)}, ${violations.length} violations`);
	expect(violations).toEqual([]);
	expect(total.conflicts).toBeGreaterThan(histories);
});
