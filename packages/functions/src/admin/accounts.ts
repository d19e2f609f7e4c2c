import { linkAccount } from "@smart-router/core/account/link.ts";
import { getAccount, listAccounts, showAccount } from "@smart-router/core/account/list.ts";
import { replaceCredential } from "@smart-router/core/account/replace-credential.ts";
import { updateAccount } from "@smart-router/core/account/update.ts";
import { reachesAccount, requireAccount } from "@smart-router/core/api-key/limits.ts";
import type { Operations } from "../operations.ts";
import { profileOf, providerNamed } from "./named.ts";

export const accountOperations: Operations<"listAccounts" | "linkAccount" | "getAccount" | "updateAccount" | "replaceCredential"> = {
	async listAccounts(deps, { principal, query }) {
		const { workspace } = principal;
		const provider = query.provider && (await providerNamed(deps, principal, query.provider));
		return listAccounts(deps, workspace, { ...query, provider }, (account) => reachesAccount(principal, account));
	},

	async linkAccount(deps, { principal, body }) {
		const account = await linkAccount(deps, principal.workspace, body, (account) => requireAccount(principal, account));
		deps.linked.forget(principal.workspace);
		return showAccount(deps, account);
	},

	async getAccount(deps, { principal, params }) {
		return getAccount(deps, principal.workspace, profileOf(principal, params));
	},

	async updateAccount(deps, { principal, params, body, expected }) {
		const account = await updateAccount(deps, principal.workspace, profileOf(principal, params), body, expected);
		deps.linked.forget(principal.workspace);
		return showAccount(deps, account);
	},

	async replaceCredential(deps, { principal, params, body }) {
		return showAccount(deps, await replaceCredential(deps, principal.workspace, profileOf(principal, params), body));
	},
};
