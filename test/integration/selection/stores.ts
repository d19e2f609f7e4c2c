import { createDynamoStore } from "@smart-router/core/store/dynamodb.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { afterAll, beforeAll, describe } from "vitest";
import { startDynalite } from "../../support/dynalite.ts";
import { startDynamoDbLocal } from "../../support/dynamodb-local.ts";
import type { Emulator } from "../../support/emulator.ts";
import { startMoto } from "../../support/moto.ts";
import { freshTable } from "../../support/table.ts";

/** An empty store, `undefined` where the emulator is not installed (said loudly when it is started). */
export type FreshStore = () => Promise<Store | undefined>;

export interface StoreUnderTest {
	readonly name: string;
	readonly fresh: FreshStore;
	/** One write at a time on an item: moto's threads lose some of those that come at once (`STORAGE.md`). */
	readonly atomic: boolean;
}

function emulated(name: string, start: () => Promise<Emulator | undefined>): StoreUnderTest {
	let emulator: Emulator | undefined;
	beforeAll(async () => {
		emulator = await start();
	});
	afterAll(() => emulator?.stop());
	const fresh: FreshStore = async () => {
		if (!emulator) return undefined;
		const { client, table } = await freshTable(emulator.endpoint);
		return createDynamoStore({ client, table });
	};
	return { name, fresh, atomic: name !== "moto" };
}

/** The same tests on SQLite, dynalite and DynamoDB Local. */
export function onEveryStore(body: (store: StoreUnderTest) => void): void {
	describe("SQLite", () => body({ name: "SQLite", fresh: async () => openSqliteStore(":memory:"), atomic: true }));
	describe("dynalite", () => body(emulated("dynalite", startDynalite)));
	describe("DynamoDB Local", () => body(emulated("DynamoDB Local", startDynamoDbLocal)));
}

/** And on moto, for what happens one after the other. */
export function onEveryStoreAndMoto(body: (store: StoreUnderTest) => void): void {
	onEveryStore(body);
	describe("moto", () => body(emulated("moto", startMoto)));
}
