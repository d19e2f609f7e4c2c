/** What can go wrong, with its HTTP status. */
const statusOf = {
	invalid_request: 400,
	invalid_json: 400,
	unsupported_parameter: 400,
	request_too_large: 413,
	authentication_required: 401,
	invalid_api_key: 401,
	permission_denied: 403,
	not_found: 404,
	model_not_found: 404,
	method_not_allowed: 405,
	account_exists: 409,
	account_not_found: 404,
	account_verification_failed: 422,
	no_other_account: 409,
	conflict: 409,
	precondition_failed: 412,
	idempotency_mismatch: 422,
	idempotency_in_progress: 409,
	profile_not_found: 400,
	profile_provider_mismatch: 400,
	oauth_client_missing: 409,
	subscription_logins_off: 403,
	login_method_unavailable: 409,
	login_denied: 403,
	login_expired: 410,
	login_over: 409,
	login_cancelled: 409,
	login_wrong_state: 400,
	login_wrong_issuer: 400,
	login_wrong_browser: 403,
	login_wrong_way: 400,
	login_code_refused: 422,
	login_client_refused: 422,
	login_scope_refused: 422,
	login_missing_scope: 422,
	login_provider_unavailable: 502,
	login_provider_refused: 502,
	login_identity_mismatch: 409,
	login_interrupted: 500,
	login_settings_changed: 409,
	login_key_revoked: 403,
	login_unknown_code: 404,
	rate_limited: 429,
	no_account_available: 503,
	upstream_error: 502,
	upstream_timeout: 504,
	store_unavailable: 503,
	internal_error: 500,
} as const satisfies Readonly<Record<string, number>>;

/** What went wrong, in the words of the gateway's own API; each client protocol maps the code to its own format. */
export type ErrorCode = keyof typeof statusOf;

export interface GatewayErrorOptions {
	/** The HTTP status when it is not the code's usual one. */
	readonly status?: number;
	/** The request field at fault, as the client wrote it (`messages[0].content`). */
	readonly param?: string;
	/** What to do about it, one sentence. */
	readonly hint?: string;
	/** Which of the causes that the code has, for programs: `rate_limited`. */
	readonly reason?: string;
	/** Seconds until another try makes sense, rounded up to whole ones, at least 1; becomes `Retry-After`. */
	readonly retryAfter?: number;
	readonly cause?: unknown;
}

/** The one error that crosses modules: rich inside (`cause`), dull outside (code, message, hint). The message never holds a secret. */
export class GatewayError extends Error {
	override readonly name = "GatewayError";
	readonly code: ErrorCode;
	readonly status: number;
	readonly param: string | undefined;
	readonly hint: string | undefined;
	readonly reason: string | undefined;
	readonly retryAfter: number | undefined;

	constructor(code: ErrorCode, message: string, options: GatewayErrorOptions = {}) {
		super(message, { cause: options.cause });
		this.code = code;
		this.status = options.status ?? statusOf[code];
		this.param = options.param;
		this.hint = options.hint;
		this.reason = options.reason;
		this.retryAfter = options.retryAfter === undefined ? undefined : Math.max(1, Math.ceil(options.retryAfter));
	}
}
