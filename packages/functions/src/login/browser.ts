import { GatewayError } from "@smart-router/core/errors.ts";
import { completeLogin } from "@smart-router/core/login/complete.ts";
import { browserHash, confirmLogin, loginOfCode, loginToConfirm } from "@smart-router/core/login/confirm.ts";
import { loginFailure } from "@smart-router/core/login/failure.ts";
import { findByState, type LoginSession } from "@smart-router/core/login/session.ts";
import { findProvider, resolveProviders } from "@smart-router/core/provider/providers.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Deps } from "../deps.ts";
import { bodyText } from "../middleware/body.ts";
import type { Answer, Call, CallContext } from "../middleware/call.ts";
import { stagePrefix } from "../middleware/own-url.ts";
import { cookieOf, findPageSession, isSameOrigin } from "../middleware/page-session.ts";
import type { RouteId } from "../routes.ts";
import { loginDepsOf } from "./login-deps.ts";
import { codePage, confirmPage, leavePage, linkedPage } from "./pages.ts";

type Visit = (event: APIGatewayProxyEvent, context: CallContext) => Promise<Answer>;

const maxFormBytes = 4096;
const cookieSeconds = 600;

/** Lax, because the provider's redirect comes from another site; one for each login, so that two can go on at once. */
const cookieName = ({ plainHttp }: Deps, id: string): string => `${plainHttp ? "" : "__Host-"}sr-${id}`;
const cookieText = (deps: Deps, id: string, value: string, seconds: number): string =>
	`${cookieName(deps, id)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${deps.plainHttp ? "" : "; Secure"}`;

/** What browsers visit during a login: the link of a hosted login, the code page, and the provider's way back. None of them needs a key. */
export function createVisits(deps: Deps): Partial<Record<RouteId, Visit>> {
	const { stage } = deps;
	const loginDeps = loginDepsOf(deps);

	const nameOf = async ({ workspace, provider }: LoginSession): Promise<string> =>
		findProvider(await resolveProviders(deps, workspace), provider).name;

	const leave = async (session: LoginSession): Promise<Answer> => {
		const { cookie, providerUrl } = await confirmLogin(deps, session);
		return leavePage(await nameOf(session), providerUrl, cookieText(deps, session.id, cookie, cookieSeconds));
	};

	return {
		async showLogin(event, context) {
			const session = await loginToConfirm(deps, context.call.params?.["id"] ?? "");
			// Whoever is signed in at the page with the very key that started it has started it; a link from elsewhere brings no such cookie along.
			const { principal } = (await findPageSession(deps, { event, context })) ?? {};
			if (principal?.keyId === session.starter.keyId && principal.workspace === session.workspace) return leave(session);
			return confirmPage(session, stage, await nameOf(session), { action: `${stagePrefix(event)}/login/${session.id}/go` });
		},

		async confirmLogin(event, { call }) {
			const session = await loginToConfirm(deps, call.params?.["id"] ?? "");
			requireClick(deps, formOf(event), call);
			return leave(session);
		},

		async receiveLogin(event, { call }) {
			const parameters = queryOf(event);
			const session = await findByState(deps, parameters.get("state"));
			if (!session) {
				await deps.slowDown.count(event.requestContext.identity.sourceIp);
				throw loginFailure("login_wrong_state");
			}
			const cookie = cookieOf(call.headers, cookieName(deps, session.id));
			const done = await completeLogin(loginDeps, session, parameters, {
				kind: "browser",
				provider: call.params?.["id"] ?? "",
				browserHash: cookie === undefined ? undefined : browserHash(cookie),
			});
			return linkedPage(done.profileId ?? "", { "set-cookie": cookieText(deps, session.id, "", 0) });
		},

		async showDevice(event) {
			const code = event.queryStringParameters?.["code"];
			const action = `${stagePrefix(event)}/device`;
			return code ? lookUp(event, code, action) : codePage(action);
		},

		async enterDevice(event, { call }) {
			const form = formOf(event);
			const code = form.get("code") ?? "";
			const action = `${stagePrefix(event)}/device`;
			if (!form.has("confirm")) return code.trim() === "" ? codePage(action) : lookUp(event, code, action);
			requireClick(deps, form, call);
			return leave(await loginOfCode(deps, code, event.requestContext.identity.sourceIp));
		},
	};

	async function lookUp(event: APIGatewayProxyEvent, code: string, action: string): Promise<Answer> {
		try {
			const session = await loginOfCode(deps, code, event.requestContext.identity.sourceIp);
			return confirmPage(session, stage, await nameOf(session), { action, code: session.userCode ?? "" });
		} catch (error) {
			if (error instanceof GatewayError && error.code === "login_unknown_code") return codePage(action, error);
			throw error;
		}
	}
}

/** A click on our own page, not a form that another site sent from this browser. */
function requireClick(deps: Deps, form: URLSearchParams, call: Call): void {
	if (form.get("confirm") === "yes" && isSameOrigin(deps, call)) return;
	throw new GatewayError("permission_denied", "This must be confirmed on the gateway's own page.", { hint: "Open the link again." });
}

const formOf = (event: APIGatewayProxyEvent): URLSearchParams => new URLSearchParams(bodyText(event, maxFormBytes));

/** Every value, also of a name that comes twice: which of two counts is not for a proxy to choose. */
function queryOf({ multiValueQueryStringParameters: many, queryStringParameters: single }: APIGatewayProxyEvent): URLSearchParams {
	const query = new URLSearchParams();
	for (const [name, values] of Object.entries(many ?? {})) for (const value of values ?? []) query.append(name, value);
	if (many === null) for (const [name, value] of Object.entries(single ?? {})) if (value !== undefined) query.append(name, value);
	return query;
}
