import type { Principal } from "@smart-router/core/api-key/principal.ts";
import type { SessionView } from "@smart-router/core/api-key/session.schema.ts";
import type { PageSession } from "@smart-router/core/api-key/session.ts";
import { isoTime } from "@smart-router/core/clock.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import type { Deps } from "../deps.ts";
import { sessionCookie } from "../middleware/page-session.ts";
import type { Operations } from "../operations.ts";

/** Signing in at the page: a key is shown once, then a cookie that scripts cannot read stands for it. */
export const sessionOperations: Operations<"createSession" | "getSession" | "deleteSession"> = {
	async createSession(deps, { principal, call }) {
		if (call.session) throw new GatewayError("invalid_request", "Signing in needs an API key, not a session.");
		const session = await deps.sessions.open(principal);
		call.setCookie = sessionCookie(deps, session.id, Math.ceil((session.expiresAt - deps.clock()) / 1000));
		return viewOf(deps, principal, session);
	},

	getSession: async (deps, { principal, call }) => viewOf(deps, principal, call.session),

	async deleteSession(deps, { call }) {
		if (call.session) await deps.sessions.end(call.session.id);
		call.setCookie = sessionCookie(deps, "", 0);
	},
};

const viewOf = ({ stage, version }: Deps, principal: Principal, session: PageSession | undefined): SessionView => ({
	keyId: principal.keyId,
	keyName: principal.keyName,
	workspace: principal.workspace,
	scopes: [...principal.scopes],
	providers: copy(principal.providers),
	models: copy(principal.models),
	profiles: copy(principal.profiles),
	stage,
	version,
	expiresAt: isoTime(session?.expiresAt),
});

const copy = (list: readonly string[] | null): string[] | null => (list === null ? null : [...list]);
