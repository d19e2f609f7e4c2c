import { type ErrorCode, GatewayError } from "../errors.ts";

interface Told {
	readonly message: string;
	/** The next step. */
	readonly hint: string;
}

const startAgain = "Start the login again.";

/** Every way a login can fail, in words for the person at the browser or the terminal, with the next step. */
const told = {
	login_denied: { message: "Access was declined at the provider.", hint: "Start the login again and allow access." },
	login_expired: { message: "This login is over: it was not finished in time.", hint: startAgain },
	login_over: { message: "This login was used already.", hint: "Look whether the account is linked; if not, start the login again." },
	login_cancelled: { message: "This login was cancelled.", hint: startAgain },
	login_wrong_state: { message: "This answer does not belong to a login that is going on here.", hint: startAgain },
	login_wrong_issuer: {
		message: "This answer comes from another server than the one asked.",
		hint: `${startAgain} If it happens again, tell the operator.`,
	},
	login_wrong_browser: {
		message: "This login was not confirmed in this browser.",
		hint: "Finish it in the browser in which you confirmed it, or start again.",
	},
	login_wrong_way: { message: "This login ends another way.", hint: "Follow the steps that were shown when it was started." },
	login_code_refused: { message: "The provider did not take the code: it was used already or is too old.", hint: startAgain },
	login_client_refused: {
		message: "The provider did not accept the gateway's OAuth client.",
		hint: "The operator must check client id, secret and redirect address: PUT /admin/providers/{id}/oauth-client.",
	},
	login_scope_refused: {
		message: "The provider does not grant the permissions that were asked for.",
		hint: "The operator must allow them for the OAuth client, or set others: PUT /admin/providers/{id}/oauth-client.",
	},
	login_missing_scope: {
		message: "A permission that is needed was not granted.",
		hint: "Start the login again and leave every permission ticked.",
	},
	login_provider_unavailable: { message: "The provider could not be reached.", hint: "Wait a little, then start the login again." },
	login_provider_refused: {
		message: "The provider refused the login.",
		hint: "Start the login again; if it keeps failing, tell the operator what it said.",
	},
	login_identity_mismatch: {
		message: "Another identity signed in than the one this account belongs to.",
		hint: "Sign in at the provider with the account's own identity, or link the other one as a new account.",
	},
	login_interrupted: {
		message: "The gateway was interrupted between the provider's answer and saving it, so the login is lost.",
		hint: startAgain,
	},
	login_settings_changed: { message: "The OAuth client was changed while this login was going on.", hint: startAgain },
	login_key_revoked: {
		message: "The API key that started this login is no longer valid.",
		hint: "Start the login again with a valid key.",
	},
	login_unknown_code: {
		message: "This code is not known here.",
		hint: "Check it, or start the login again if it is older than ten minutes.",
	},
} as const satisfies Partial<Record<ErrorCode, Told>>;

export type LoginFailureCode = keyof typeof told;

/** A failure in its own words; `said` is what the provider said, already redacted. */
export const loginFailure = (code: LoginFailureCode, said?: string): GatewayError =>
	new GatewayError(code, said ? `${told[code].message} (${said})` : told[code].message, { hint: told[code].hint });

/** A failure as a session keeps it. */
export type LoginError = { readonly code: ErrorCode; readonly message: string; readonly hint: string | null };

export const loginErrorOf = ({ code, message, hint }: GatewayError): LoginError => ({ code, message, hint: hint ?? null });
