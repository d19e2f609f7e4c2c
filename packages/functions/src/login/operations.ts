import { showAccount } from "@smart-router/core/account/list.ts";
import { parseProfileId } from "@smart-router/core/account/profile-id.ts";
import { verifyAccount } from "@smart-router/core/account/verify.ts";
import { reachesProvider } from "@smart-router/core/api-key/limits.ts";
import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { reveal } from "@smart-router/core/credential/secret.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { readPasted } from "@smart-router/core/login/arrival.ts";
import { cancelLogin } from "@smart-router/core/login/cancel.ts";
import { completeLogin } from "@smart-router/core/login/complete.ts";
import { importLogin } from "@smart-router/core/login/import.ts";
import { lookAtLogin } from "@smart-router/core/login/look.ts";
import { removeWithLogin } from "@smart-router/core/login/remove.ts";
import { type LoginSession, readSession } from "@smart-router/core/login/session.ts";
import { startLogin } from "@smart-router/core/login/start.ts";
import { loginViewOf } from "@smart-router/core/login/view.ts";
import { profileOf } from "../admin/named.ts";
import type { Deps } from "../deps.ts";
import type { OperationsOf } from "../operations.ts";
import { loginDepsOf } from "./login-deps.ts";

export const loginOperations: OperationsOf<"login"> = {
	async verifyAccount(deps, { principal, params }) {
		return showAccount(deps, await verifyAccount(deps, principal.workspace, profileOf(principal, params)));
	},

	async deleteAccount(deps, { principal, params, expected }) {
		const profileId = profileOf(principal, params);
		const removal = await removeWithLogin(loginDepsOf(deps), principal.workspace, profileId, expected);
		deps.linked.forget(principal.workspace);
		if (removal !== "nothing") deps.log.info("account removed", { provider: parseProfileId(profileId).provider, atProvider: removal });
	},

	async startLogin(deps, { principal, body, baseUrl }) {
		const session = await startLogin(loginDepsOf(deps), principal, body, { baseUrl, listens: deps.listenFor !== undefined });
		if (session.way === "loopback" && body.redirectPort === undefined) await deps.listenFor?.(session);
		return loginViewOf(session, deps.clock(), baseUrl);
	},

	async getLogin(deps, { principal, params, baseUrl }) {
		const { id } = await ownLogin(deps, principal, params);
		const session = await lookAtLogin(loginDepsOf(deps), principal.workspace, id);
		// A gateway that was restarted meanwhile listens again.
		if (session.way === "loopback" && session.status === "pending") await deps.listenFor?.(session);
		return loginViewOf(session, deps.clock(), baseUrl);
	},

	async cancelLogin(deps, { principal, params }) {
		const { id } = await ownLogin(deps, principal, params);
		await cancelLogin(deps, principal.workspace, id);
	},

	async completeLogin(deps, { principal, params, body, baseUrl }) {
		const session = await ownLogin(deps, principal, params);
		const by = { kind: "key", keyId: principal.keyId } as const;
		const done = await completeLogin(loginDepsOf(deps), session, readPasted(reveal(body.callback)), by);
		return loginViewOf(done, deps.clock(), baseUrl);
	},

	async importLogin(deps, { principal, body }) {
		return showAccount(deps, await importLogin(loginDepsOf(deps), principal, body));
	},
};

/** A login of the caller's workspace at a provider his key reaches. Throws `GatewayError` not_found. */
async function ownLogin(deps: Deps, principal: Principal, params: Readonly<Record<string, string>>): Promise<LoginSession> {
	const session = await readSession(deps, principal.workspace, params["id"] ?? "");
	if (reachesProvider(principal, session.provider)) return session;
	throw new GatewayError("permission_denied", "Your API key is limited and does not reach this login.");
}
