import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { CreateTableCommand, type CreateTableCommandInput, DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createDynamoClient } from "@smart-router/core/store/client.ts";
import { createDynamoStore } from "@smart-router/core/store/dynamodb.ts";
import type { Store } from "@smart-router/core/store/store.ts";

/** Emulators take any credentials, but the SDK wants some. */
export const dummyAws = { region: "eu-central-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } } as const;

const pollMs = 20;

/** The table of `STORAGE.md`; deployed ones are made by `infra`. */
const tableInput = (table: string): CreateTableCommandInput => ({
	TableName: table,
	BillingMode: "PAY_PER_REQUEST",
	KeySchema: [
		{ AttributeName: "pk", KeyType: "HASH" },
		{ AttributeName: "sk", KeyType: "RANGE" },
	],
	AttributeDefinitions: [
		{ AttributeName: "pk", AttributeType: "S" },
		{ AttributeName: "sk", AttributeType: "S" },
	],
});

/** An empty table of its own at an emulator, and a store on it. */
export async function freshTable(endpoint: string): Promise<{ client: DynamoDBClient; table: string; store: Store }> {
	const client = createDynamoClient({ ...dummyAws, endpoint });
	const table = `test-${randomUUID()}`;
	await client.send(new CreateTableCommand(tableInput(table)));
	while ((await client.send(new DescribeTableCommand({ TableName: table }))).Table?.TableStatus !== "ACTIVE") await wait(pollMs);
	return { client, table, store: createDynamoStore({ client, table }) };
}
