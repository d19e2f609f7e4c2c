import { type Key, type Store, StoreError } from "@smart-router/core/store/store.ts";
import type { DeployedFunction } from "@smart-router/functions/routes.ts";
import { type TableOperation, tableRights } from "@smart-router/functions/table-rights.ts";

/** IAM's `StringLike`, for patterns that end in `*`. */
const isLike = (text: string, pattern: string): boolean => text.startsWith(pattern.replace(/\*$/, ""));

/** Whether a deployed function's IAM policy lets it do this in the partition `pk`. */
export function mayDo(name: DeployedFunction, operation: TableOperation, pk: string): boolean {
	const { read, write, partitions = ["*"] } = tableRights[name];
	return read.includes(operation) || (write.includes(operation) && partitions.some((pattern) => isLike(pk, pattern)));
}

export interface Guarded {
	readonly store: Store;
	/** Throws when something was refused: a write-back that fails is reported and no more, so a test must ask here. */
	check(): void;
}

/** The store as a deployed function reaches it: what its IAM policy does not allow is refused. */
export function withinRights(store: Store, name: DeployedFunction): Guarded {
	const denied: string[] = [];
	return {
		store: new Proxy(store, {
			get:
				(target, operation: TableOperation) =>
				async (...input: readonly [Key | readonly Key[]]) => {
					const { pk } = { pk: "", ...[input[0]].flat()[0] };
					if (mayDo(name, operation, pk)) return Reflect.apply(target[operation], target, input);
					denied.push(`${operation} ${pk}`);
					throw new StoreError("invalid", `${name} may not ${operation} ${pk}`);
				},
		}),
		check() {
			if (denied.length > 0) throw new Error(`${name} has no right to ${denied.join(", ")}`);
		},
	};
}
