/**
 * The HTTP client that is injected everywhere an upstream is called. One call, no redirects followed, no retries.
 * `core/http` has the real one with its address guard; the local sandbox and tests bring their own.
 */
export interface HttpRequest {
	readonly method: "GET" | "POST" | "DELETE";
	/** Absolute URL. */
	readonly url: string;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string | Uint8Array;
	/** Ends the call: before the headers by rejecting, after them by breaking the body. */
	readonly signal?: AbortSignal;
	/** Longest silence in ms: before the response headers, and then before each piece of the body. */
	readonly silenceMs?: number;
	/** On a connection of its own, so that it reaches the server at most once: for what counts once there, such as a refresh token that rotates. */
	readonly once?: boolean;
}

export interface HttpResponse {
	readonly status: number;
	/** Lower-case names; several values joined with ", ". */
	readonly headers: Readonly<Record<string, string>>;
	/** The body's bytes as they come; throws `HttpError` when the connection breaks before its end. Leaving the loop closes the connection. */
	readonly body: AsyncIterable<Uint8Array>;
}

export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;

/** No whole answer came. The message names the origin, never a credential. */
export class HttpError extends Error {
	override readonly name = "HttpError";
	readonly reason: "refused-address" | "dns" | "connect" | "tls" | "timeout" | "aborted" | "broken" | "too-large";
	constructor(reason: HttpError["reason"], message: string, options: { cause?: unknown } = {}) {
		super(message, options);
		this.reason = reason;
	}
}
