import { getPool, listPools, updatePool } from "@smart-router/core/account/pool.ts";
import { reachesAccount, reachesProvider } from "@smart-router/core/api-key/limits.ts";
import { conversationId } from "@smart-router/core/selection/affinity.ts";
import { explain } from "@smart-router/core/selection/explain.ts";
import { rotate } from "@smart-router/core/selection/rotate.ts";
import { findModel } from "@smart-router/llm/catalog/catalog.ts";
import type { Operations } from "../operations.ts";
import { readablePool, writablePool } from "./named.ts";

export const poolOperations: Operations<"listPools" | "getPool" | "updatePool" | "rotatePool" | "explainPool"> = {
	async listPools(deps, { principal, query }) {
		return listPools(deps, principal.workspace, query, ({ provider }) => reachesProvider(principal, provider));
	},

	async getPool(deps, { principal, params }) {
		return getPool(deps, principal.workspace, await readablePool(deps, principal, params));
	},

	async updatePool(deps, { principal, params, body, expected }) {
		return updatePool(deps, principal.workspace, await writablePool(deps, principal, params), body, expected);
	},

	async rotatePool(deps, { principal, params }) {
		return rotate(deps, { workspace: principal.workspace, provider: await writablePool(deps, principal, params) });
	},

	async explainPool(deps, { principal, params, query: { model, session, keyId = principal.keyId } }) {
		const { workspace } = principal;
		const provider = await readablePool(deps, principal, params);
		const group = model === undefined ? undefined : findModel(provider, model)?.group;
		const { accounts, affinity } = await explain(deps, {
			workspace,
			provider,
			...(model !== undefined && { model }),
			...(group !== undefined && { group }),
			...(session !== undefined && { conversation: conversationId({ workspace, keyId, provider, session }) }),
		});
		const reaches = ({ profileId }: { readonly profileId: string }): boolean => reachesAccount(principal, { provider, profileId });
		return {
			accounts: accounts.filter(reaches).map((account) => ({ ...account, reasons: [...account.reasons] })),
			affinity: affinity && reaches(affinity) ? affinity : null,
		};
	},
};
