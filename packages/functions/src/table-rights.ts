import type { DeployedFunction } from "./routes.ts";

/** DynamoDB's names of the store's operations, without `dynamodb:`. */
export const tableActions = {
	get: "GetItem",
	batchGet: "BatchGetItem",
	query: "Query",
	put: "PutItem",
	update: "UpdateItem",
	remove: "DeleteItem",
} as const;
export type TableOperation = keyof typeof tableActions;

/** What a function may do with the one table. */
export interface TableRights {
	readonly read: readonly TableOperation[];
	readonly write: readonly TableOperation[];
	/** Where it may write: kinds of partitions of `packages/core/STORAGE.md`, `*` for any text. Everywhere when missing. */
	readonly partitions?: readonly string[];
}

const read: readonly TableOperation[] = ["get", "batchGet", "query"];
const write: readonly TableOperation[] = ["put", "update", "remove"];

/**
 * Who may write where. `infra` makes IAM policies of it, and the integration tests run every function within it. Pure data, so that `infra` may read it.
 *
 * Only `admin` writes what says who a caller is and what he may: `keys#`, `keyhash#`, `session#` and `stage`. Whoever takes over another function
 * can neither make an API key nor give one another scope.
 */
export const tableRights: Readonly<Record<DeployedFunction, TableRights>> = {
	proxy: { read, write, partitions: ["ws#*", "affinity#*"] },
	// Logins in progress belong to no workspace's partition: the provider's redirect names none.
	login: { read, write, partitions: ["ws#*", "login#*"] },
	admin: { read, write },
	// Everything it serves is open to everybody, and none of it lies in the table.
	web: { read: [], write: [] },
	// Tokens are renewed in place: it makes no item and removes none.
	refresh: { read: ["get", "query"], write: ["update"], partitions: ["ws#*"] },
};
