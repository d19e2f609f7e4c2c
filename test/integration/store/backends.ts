import type { Store } from "@smart-router/core/store/store.ts";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { startDynalite } from "../../support/dynalite.ts";
import { startDynamoDbLocal } from "../../support/dynamodb-local.ts";
import { startMoto } from "../../support/moto.ts";
import { freshTable } from "../../support/table.ts";

export type BackendName = "SQLite" | "DynamoDB Local" | "dynalite" | "moto";

export interface Backend {
	readonly name: BackendName;
	readonly store: Store;
}

/** Cases of the contract that an emulator answers otherwise than DynamoDB Local (`STORAGE.md`, "The subset we use"). */
export const knownToDiffer: Record<BackendName, readonly string[]> = {
	SQLite: [],
	"DynamoDB Local": [],
	dynalite: [],
	moto: [
		"null against a missing attribute",
		"comparison of another type",
		"size of a missing attribute",
		"set below a number",
		"set below null",
		"set below a list",
		"setIfAbsent below a missing map",
		"add below a missing map",
		"lost by nobody when many add at once",
	],
};

/** Every store that can run on this machine, each empty; those that are not installed are left out loudly. */
export async function startBackends(): Promise<{ backends: Backend[]; stop: () => Promise<void> }> {
	const sqlite = openSqliteStore(":memory:");
	const [dynamoDbLocal, dynalite, moto] = await Promise.all([startDynamoDbLocal(), startDynalite(), startMoto()]);
	const emulators = (
		[
			["DynamoDB Local", dynamoDbLocal],
			["dynalite", dynalite],
			["moto", moto],
		] as const
	).flatMap(([name, emulator]) => (emulator ? [{ name, emulator }] : []));
	const tables = await Promise.all(
		emulators.map(async ({ name, emulator }) => ({ name, store: (await freshTable(emulator.endpoint)).store })),
	);
	return {
		backends: [{ name: "SQLite", store: sqlite }, ...tables],
		stop: async () => {
			sqlite.close();
			await Promise.all(emulators.map(({ emulator }) => emulator.stop()));
		},
	};
}
