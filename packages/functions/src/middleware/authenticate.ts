import { hasScope, type Principal } from "@smart-router/core/api-key/principal.ts";
import { takeRequest } from "@smart-router/core/api-key/rate.ts";
import type { PageSession } from "@smart-router/core/api-key/session.ts";
import { secret } from "@smart-router/core/credential/secret.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import type { Deps } from "../deps.ts";
import type { CallRequest, RequestHead } from "./call.ts";
import { findPageSession } from "./page-session.ts";

/** Runs once the route is known, before anything else is read of the request. */
export type Guard = (request: CallRequest) => void | Promise<void>;

type AuthenticateDeps = Pick<Deps, "store" | "principals" | "sessions" | "slowDown" | "plainHttp" | "clock" | "anonymous">;

/**
 * Who calls, and may they? The scope stands in the route table; a route that is not public lets nobody in without a key that has it.
 * A browser that signed in at the page presents its session instead. Unknown keys are slowed down by address; valid ones always pass.
 */
export function authenticate(deps: AuthenticateDeps): Guard {
	const { store, slowDown, clock, anonymous } = deps;
	return async (request) => {
		const { call } = request.context;
		const scope = call.route?.scope;
		if (scope === "public") return;
		const { key, session, principal } = await identify(deps, request);
		call.session = session;
		if (!principal) {
			if (key === undefined) throw noKey();
			await slowDown.count(request.event.requestContext.identity.sourceIp);
			throw new GatewayError("invalid_api_key", "This API key is not known here: mistyped, revoked or expired.", {
				hint: "Ask an admin for a key, or make one with POST /admin/keys.",
			});
		}
		if (scope === undefined || !hasScope(principal, scope)) {
			if (principal === anonymous) throw noKey();
			throw new GatewayError("permission_denied", `This needs an API key with the scope ${scope ?? "of a known route"}.`);
		}
		await takeRequest({ store, clock }, principal);
		call.principal = principal;
		if (key !== undefined) call.proof = secret(key);
	};
}

/** For a function that knows nobody: should one of its routes ever need a key, it stays shut. */
export const onlyPublic: Guard = ({ context: { call } }) => {
	if (call.route?.scope !== "public") throw noKey();
};

interface Identified {
	readonly key: string | undefined;
	/** Looked for only where no key is presented. */
	readonly session: PageSession | undefined;
	/** Undefined for somebody unknown. */
	readonly principal: Principal | undefined;
}

/** Who calls: by a key, else by the page's session, else nobody in particular where that will do. Throws `GatewayError` permission_denied, `StoreError`. */
export async function identify(
	deps: Pick<AuthenticateDeps, "principals" | "sessions" | "plainHttp" | "anonymous">,
	request: RequestHead,
): Promise<Identified> {
	const key = presentedKey(request);
	if (key !== undefined) return { key, session: undefined, principal: await deps.principals.find(key) };
	const session = await findPageSession(deps, request);
	return { key, session, principal: session?.principal ?? deps.anonymous };
}

const noKey = (): GatewayError =>
	new GatewayError("authentication_required", "An API key is required.", { hint: "Send it as `Authorization: Bearer sr_…`." });

/** Gemini's SDKs may send the key as `?key=`, and ask for their models and for nothing else. */
const takesKeyInQuery = /^\/v1(beta)?\/models(\/|$)/;

/** Where the SDKs of three vendors send a key. */
export function presentedKey({ event, context }: RequestHead): string | undefined {
	const { headers } = context.call;
	const bearer = /^bearer +(\S.*)$/i.exec(headers.authorization ?? "")?.[1]?.trim();
	const inQuery = takesKeyInQuery.test(event.path) ? event.queryStringParameters?.key : undefined;
	return bearer || headers["x-api-key"]?.trim() || headers["x-goog-api-key"]?.trim() || inQuery || undefined;
}
