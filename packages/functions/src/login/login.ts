import { showAccount } from "@smart-router/core/account/list.ts";
import { removeAccount } from "@smart-router/core/account/remove.ts";
import { verifyAccount } from "@smart-router/core/account/verify.ts";
import { profileOf } from "../admin/named.ts";
import type { Deps } from "../deps.ts";
import { buildAdminError } from "../middleware/errors.ts";
import { createHandler, type StreamedHandler } from "../middleware/handler.ts";
import { type OperationsOf, runOperations } from "../operations.ts";

const operations: OperationsOf<"login"> = {
	async verifyAccount(deps, { principal, params }) {
		return showAccount(deps, await verifyAccount(deps, principal.workspace, profileOf(principal, params)));
	},

	async deleteAccount(deps, { principal, params, expected }) {
		await removeAccount(deps, principal.workspace, profileOf(principal, params), expected);
		deps.linked.forget(principal.workspace);
	},
};

/** The function for what needs an account's opened credential, apart from the proxy. */
export const createLogin = (deps: Deps): StreamedHandler =>
	createHandler(deps, { name: "login", buildError: buildAdminError, run: runOperations<"login">(deps, operations) });
