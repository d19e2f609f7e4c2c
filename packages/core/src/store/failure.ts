import { StoreError } from "./store.ts";

const throttling = new Set(["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded", "Throttling"]);
const refusals = new Set(["ValidationException", "SerializationException", "ItemCollectionSizeLimitExceededException"]);

/** What the AWS SDK attaches to whatever it throws. */
function statusOf(cause: unknown): number | undefined {
	const metadata = cause instanceof Error && "$metadata" in cause ? cause.$metadata : undefined;
	if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return undefined;
	return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
}

/**
 * An SDK failure in the words of the port. No answer (timeout, broken connection) or a 5xx leaves a write's fate unknown.
 * The message names the failure only: DynamoDB's own text may quote values.
 */
export function storeFailure(operation: string, isWrite: boolean, cause: unknown): StoreError {
	if (cause instanceof StoreError) return cause;
	const name = cause instanceof Error ? cause.name : "unknown failure";
	const kind = throttling.has(name) ? "throttled" : refusals.has(name) ? "invalid" : "unavailable";
	const status = statusOf(cause);
	const mayHaveWritten = isWrite && kind === "unavailable" && (status === undefined || status >= 500);
	return new StoreError(kind, `DynamoDB: ${operation} failed (${name})`, { cause, mayHaveWritten });
}
