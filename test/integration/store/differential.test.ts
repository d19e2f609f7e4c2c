import { randomUUID } from "node:crypto";
import { type Store, StoreError } from "@smart-router/core/store/store.ts";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { runs } from "../../support/runs.ts";
import { startBackends } from "./backends.ts";
import { type Operation, operations, perform, plainOperations } from "./operations.ts";

const { backends, stop } = await startBackends();
afterAll(stop);

const longestMs = 120_000;

/** What came of each operation, in order: its result, or the kind of its failure. */
async function outcomes(store: Store, sequence: readonly Operation[]): Promise<unknown[]> {
	const pk = randomUUID();
	const seen: unknown[] = [];
	for (const operation of sequence) {
		const outcome = await perform(store, pk, operation).catch((error: unknown) => {
			if (error instanceof StoreError) return { failed: error.kind };
			throw error;
		});
		seen.push(JSON.parse(JSON.stringify(outcome ?? null).replaceAll(pk, "pk")));
	}
	return seen;
}

const sqlite = backends.filter(({ name }) => name === "SQLite");
const faithful = backends.filter(({ name }) => name === "DynamoDB Local" || name === "dynalite");
const loose = backends.filter(({ name }) => name === "moto");

it(
	`${faithful.map(({ name }) => name).join(" and ")} do what SQLite does`,
	async () => {
		await fc.assert(
			fc.asyncProperty(operations, async (sequence) => {
				const [expected] = await Promise.all(sqlite.map(({ store }) => outcomes(store, sequence)));
				for (const { name, store } of faithful) expect({ [name]: await outcomes(store, sequence) }).toEqual({ [name]: expected });
			}),
			{ numRuns: runs(150, 1_000) },
		);
	},
	longestMs,
);

it.skipIf(loose.length === 0)(
	"moto does what SQLite does, as far as moto goes",
	async () => {
		await fc.assert(
			fc.asyncProperty(plainOperations, async (sequence) => {
				const [expected] = await Promise.all(sqlite.map(({ store }) => outcomes(store, sequence)));
				fc.pre(!JSON.stringify(expected).includes('"failed"'));
				for (const { name, store } of loose) expect({ [name]: await outcomes(store, sequence) }).toEqual({ [name]: expected });
			}),
			{ numRuns: runs(50, 1_000) },
		);
	},
	longestMs,
);
