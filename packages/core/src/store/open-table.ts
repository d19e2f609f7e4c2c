import { createDynamoClient } from "./client.ts";
import { createDynamoStore } from "./dynamodb.ts";
import type { Store } from "./store.ts";

/** A table answers within milliseconds: one that does not is down, and a client had better hear it soon than wait (ms). */
const connectionTimeout = 1_000;
const requestTimeout = 2_000;
/** With the SDK's backoff and jitter between them, for throttled calls too. */
const maxAttempts = 4;

/** A DynamoDB table as the usual AWS variables reach it (region, credentials, `AWS_ENDPOINT_URL_DYNAMODB`). */
export function openTable(table: string): Store & { close(): void } {
	const client = createDynamoClient({ maxAttempts, requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true } });
	return { ...createDynamoStore({ client, table }), close: () => client.destroy() };
}
