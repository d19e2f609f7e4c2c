import type { HttpError } from "../transport/http.ts";

/**
 * What a provider's failure means, one type for all providers (facts: errors.md section 7).
 * `classify` makes it from the answer alone; `cooldown.policy` decides what it does to the account.
 */
export type VerdictKind =
	/** The credential was refused (401, Google's API_KEY_INVALID). */
	| "auth"
	/** The account may not: 403, banned, disabled. */
	| "permission"
	/** Credit or spend limit is used up until a human acts or the month resets. */
	| "billing"
	/** A quota of hours or days is used up. */
	| "quota_long"
	/** Too fast now. */
	| "rate_short"
	/** The provider has no capacity; not this account's doing. */
	| "overloaded"
	/** 5xx, or an answer that is none. */
	| "server"
	/** Connection refused, broken or timed out. */
	| "transport"
	/** The prompt does not fit the model. */
	| "context"
	/** Content refused by policy. */
	| "content"
	| "model_missing"
	/** The request is wrong and would be wrong anywhere at this provider. */
	| "bad_request"
	/** A reasoning signature was refused. */
	| "signature"
	/** The answer is longer than the gateway can hold. */
	| "too_large";

export type VerdictScope = "request" | "model" | "group" | "account" | "provider";

export interface Verdict {
	readonly kind: VerdictKind;
	readonly scope: VerdictScope;
	/** The limit's name when `scope` is `group`. */
	readonly group?: string;
	/** When the provider says it ends, ms since the epoch, uncapped credible time; undefined when it says nothing. */
	readonly retryAt?: number;
	/** Where `retryAt` stood, e.g. `retry-after`, `RetryInfo`, `x-ratelimit-reset-requests`. */
	readonly retrySource?: string;
	/** HTTP status of the answer, 0 when there was none. */
	readonly status: number;
	/** What befell the connection, where that is why no answer came. */
	readonly reason?: HttpError["reason"];
	/** The provider's stable code when it has one (`rate_limit_exceeded`, `RESOURCE_EXHAUSTED`). */
	readonly code?: string;
	/** The provider's words, without secrets, at most 300 characters. */
	readonly message: string;
	/** The same account may be tried again at once (OAuth refresh, stripped signature). */
	readonly sameAccountRetry: boolean;
	/** Another account or target may succeed. */
	readonly failover: boolean;
}

/** A provider's failure as it came. */
export interface Failure {
	/** 0 when no answer came. */
	readonly status: number;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	/** At most the first 64 KiB of the body. */
	readonly body: string;
	/** Why no (whole) answer came, in words: `timed out`, `broken stream`, … */
	readonly transport?: string;
	/** The same as the HTTP client tells it, where it does. */
	readonly reason?: HttpError["reason"];
}
