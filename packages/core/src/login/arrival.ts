import { type LoginFailureCode, loginFailure } from "./failure.ts";
import { type LoginSession, sameText } from "./session.ts";

/** Who brings the provider's answer: the browser that confirmed, the key that started, or this very process, which listened for it. */
export type Bringer =
	| { readonly kind: "browser"; readonly provider: string; readonly browserHash: string | undefined }
	| { readonly kind: "key"; readonly keyId: string }
	| { readonly kind: "listener" };

const ways: Readonly<Record<Bringer["kind"], readonly LoginSession["way"][]>> = {
	browser: ["hosted", "bridged"],
	key: ["loopback", "paste"],
	listener: ["loopback", "paste"],
};

const once = ["state", "code", "error", "iss", "client_id"];

/**
 * Whether this answer may end the login at all. Nothing is spent yet: whoever cannot name the state, or did not begin the login, changes nothing.
 * Throws the failure.
 */
export function requireOwn(session: LoginSession, parameters: URLSearchParams, by: Bringer): void {
	// RFC 6749 section 3.1: none may come twice. Which of two counts is not for whoever reads first.
	if (once.some((name) => parameters.getAll(name).length > 1)) throw loginFailure("login_wrong_state");
	if (session.state === null || !sameText(parameters.get("state") ?? "", session.state)) throw loginFailure("login_wrong_state");
	if (!ways[by.kind].includes(session.way)) throw loginFailure("login_wrong_way");
	if (by.kind === "browser") {
		if (by.provider !== session.provider) throw loginFailure("login_wrong_state");
		if (by.browserHash === undefined || session.browser === null || !sameText(by.browserHash, session.browser)) {
			throw loginFailure("login_wrong_browser");
		}
	}
	if (by.kind === "key" && by.keyId !== session.starter.keyId) throw loginFailure("login_wrong_way");
}

/**
 * `iss` of the answer (RFC 9207): the issuer where one is known, else at least an address of the server that was asked, so that no other server's
 * answer is taken for its. Throws login_wrong_issuer.
 */
export function checkIssuer(parameters: URLSearchParams, server: { readonly issuer: string | null; readonly authorizeUrl: string }): void {
	const iss = parameters.get("iss");
	if (iss === null) return;
	const own = server.issuer === null ? URL.parse(iss)?.origin === URL.parse(server.authorizeUrl)?.origin : iss === server.issuer;
	if (!own) throw loginFailure("login_wrong_issuer");
}

/** RFC 6749 section 4.1.2.1, in our words. */
const refusals: Readonly<Record<string, LoginFailureCode>> = {
	access_denied: "login_denied",
	invalid_scope: "login_scope_refused",
	unauthorized_client: "login_client_refused",
	server_error: "login_provider_unavailable",
	temporarily_unavailable: "login_provider_unavailable",
};
export const refusalCode = (error: string): LoginFailureCode => refusals[error] ?? "login_provider_refused";

/**
 * The parameters of what a person pasted, or a program sent on: a whole address, its query alone, or `code#state`, where the part after the mark is the
 * state (facts `oauth.md` section 2).
 */
export function readPasted(text: string): URLSearchParams {
	const url = URL.parse(text);
	if (url?.search) return url.searchParams;
	if (/(^|[?&])(code|error|state)=/.test(text)) return new URLSearchParams(text.slice(text.indexOf("?") + 1));
	const [code = "", state = ""] = text.split("#", 2);
	return new URLSearchParams({ code, state });
}
