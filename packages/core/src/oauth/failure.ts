import { redact } from "@smart-router/llm/limits/redact.ts";
import { HttpError } from "@smart-router/llm/transport/http.ts";
import { AuthorizationResponseError, OperationProcessingError, ResponseBodyError, UnsupportedOperationError } from "oauth4webapi";
import { type Secret, withoutSecret } from "../credential/secret.ts";

/**
 * What a failure asks for. `invalid_grant`: code or token is dead, sign in again, never try once more. `invalid_client`: the operator's settings are
 * wrong, no credential is at fault. `unavailable`: nothing is known, keep everything and back off. `refused`: any other answer.
 */
export type OAuthFailureKind = "invalid_grant" | "invalid_client" | "invalid_scope" | "access_denied" | "unavailable" | "refused";

export interface OAuthFailure {
	readonly ok: false;
	readonly kind: OAuthFailureKind;
	/** The server's words, redacted, one line; or ours when it said nothing. */
	readonly text: string;
	/** Its error code, null when there was none. */
	readonly code: string | null;
	/** ms that the server asked to wait, null when it did not. */
	readonly retryAfterMs: number | null;
}

const kinds: Readonly<Record<string, OAuthFailureKind>> = {
	invalid_grant: "invalid_grant",
	// RFC 8628: the person took too long.
	expired_token: "invalid_grant",
	invalid_client: "invalid_client",
	unauthorized_client: "invalid_client",
	// Google's, when the secret or the client's kind is wrong.
	redirect_uri_mismatch: "invalid_client",
	invalid_scope: "invalid_scope",
	access_denied: "access_denied",
	server_error: "unavailable",
	temporarily_unavailable: "unavailable",
	slow_down: "unavailable",
};

interface Context {
	/** What must not be quoted. */
	readonly sent?: readonly (Secret | null)[];
	/** The dialect's words for `invalid_grant`. */
	readonly deadGrants?: readonly string[];
}

/** What went wrong, without any of `sent`. Throws again what no server caused. */
export function failureOf(error: unknown, { sent = [], deadGrants = [] }: Context = {}): OAuthFailure {
	const clean = (text: string): string =>
		redact(sent.reduce<string>((said, secret) => (secret === null ? said : withoutSecret(said, secret)), text));
	if (error instanceof HttpError) return failed("unavailable", clean(error.message));
	if (error instanceof ResponseBodyError) {
		const known = deadGrants.includes(error.error) ? "invalid_grant" : (kinds[error.error] ?? "refused");
		const kind = transient(error.status) ? "unavailable" : known;
		const said = [error.error, error.error_description].filter(Boolean).join(": ");
		return failed(kind, clean(said), { code: clean(error.error), retryAfterMs: retryAfterOf(error.response) });
	}
	if (error instanceof AuthorizationResponseError) {
		const said = [error.error, error.error_description].filter(Boolean).join(": ");
		return failed(kinds[error.error] ?? "refused", clean(said), { code: clean(error.error) });
	}
	if (error instanceof OperationProcessingError || error instanceof UnsupportedOperationError) {
		const response = error.cause instanceof Response ? error.cause : undefined;
		if (response && response.status !== 200) {
			const kind = transient(response.status) ? "unavailable" : "refused";
			return failed(kind, `HTTP ${response.status} without an OAuth error`, { retryAfterMs: retryAfterOf(response) });
		}
		return failed("refused", `the answer is not what OAuth promises (${error.code ?? "unreadable"})`);
	}
	throw error;
}

const transient = (status: number): boolean => status === 429 || status === 408 || status >= 500;

const failed = (kind: OAuthFailureKind, text: string, more: Partial<Pick<OAuthFailure, "code" | "retryAfterMs">> = {}): OAuthFailure => ({
	ok: false,
	kind,
	text,
	code: null,
	retryAfterMs: null,
	...more,
});

function retryAfterOf(response: Response): number | null {
	const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
	return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}
