import { createKey, getKey, listKeys } from "@smart-router/core/api-key/api-key.ts";
import { revokeKey, updateKey } from "@smart-router/core/api-key/change-key.ts";
import { pageOfNamed } from "@smart-router/core/page.ts";
import type { Operations } from "../operations.ts";

export const keyOperations: Operations<"listKeys" | "createKey" | "getKey" | "updateKey" | "revokeKey"> = {
	async listKeys(deps, { principal, query }) {
		return pageOfNamed(await listKeys(deps, principal.workspace), ({ keyId }) => keyId, query);
	},

	createKey: (deps, { principal, body }) => createKey(deps, principal, body),

	getKey: (deps, { principal, params }) => getKey(deps, principal.workspace, params["keyId"] ?? ""),

	async updateKey(deps, { principal, params, body, expected }) {
		const { hash, view } = await updateKey(deps, principal, params["keyId"] ?? "", body, expected);
		deps.principals.forget(hash);
		return view;
	},

	async revokeKey(deps, { principal, params, expected }) {
		const { hash } = await revokeKey(deps, principal, params["keyId"] ?? "", expected);
		deps.principals.forget(hash);
	},
};
