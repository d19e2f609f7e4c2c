import { createKey, listKeys, revokeKey } from "@smart-router/core/api-key/api-key.ts";
import { pageOfNamed } from "@smart-router/core/page.ts";
import type { Operations } from "../operations.ts";

export const keyOperations: Operations<"listKeys" | "createKey" | "revokeKey"> = {
	async listKeys(deps, { principal, query }) {
		return pageOfNamed(await listKeys(deps, principal.workspace), ({ keyId }) => keyId, query);
	},

	createKey: (deps, { principal, body }) => createKey(deps, principal, body),

	async revokeKey(deps, { principal, params }) {
		const { hash } = await revokeKey(deps, principal.workspace, params["keyId"] ?? "");
		deps.principals.forget(hash);
	},
};
