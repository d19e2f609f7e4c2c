import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createDynamoStore } from "./dynamodb.ts";
import type { Store } from "./store.ts";

/** A DynamoDB table as the usual AWS variables reach it (region, credentials, `AWS_ENDPOINT_URL_DYNAMODB`). */
export function openTable(table: string): Store & { close(): void } {
	const client = new DynamoDBClient({});
	return { ...createDynamoStore({ client, table }), close: () => client.destroy() };
}
