import { type HttpClient, HttpError, type HttpRequest } from "./http.ts";
import { readAtMost } from "./read-at-most.ts";

/** How much a question may take. */
export interface AskLimits {
	/** ms from the call to the end of the answer. */
	readonly timeoutMs: number;
	/** Of the answer; what is longer is left unread. */
	readonly maxBytes: number;
}

export interface ToldAnswer {
	readonly status: number;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

/**
 * One small question to a provider, such as whether it knows a key: the whole answer within a time, or an `HttpError`, of the reason `timeout` where that
 * has passed.
 */
export async function askProvider(http: HttpClient, request: HttpRequest, { timeoutMs, maxBytes }: AskLimits): Promise<ToldAnswer> {
	const signal = AbortSignal.timeout(timeoutMs);
	try {
		const { status, headers, body } = await http({ ...request, signal, silenceMs: timeoutMs });
		return { status, headers, text: await readAtMost(body, maxBytes) };
	} catch (error) {
		if (!signal.aborted) throw error;
		const origin = URL.parse(request.url)?.origin ?? "the provider";
		throw new HttpError("timeout", `${origin} did not answer within ${timeoutMs / 1000} s`, { cause: error });
	}
}
