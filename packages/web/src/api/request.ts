import { signal } from "@preact/signals";
import { address } from "./base.ts";
import { Failure, type FailureFacts, noAnswer } from "./failure.ts";
import { noteSeen, seenAt } from "./seen.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface RequestOptions {
	/** Sent as JSON. */
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
	/** A change only of what is still at this revision; else it fails with `precondition_failed`. */
	readonly revision?: string | undefined;
	readonly signal?: AbortSignal;
}

/** The gateway no longer knows this browser: signed out, revoked, or over. */
export const signedOut = signal(false);

/** ms by which the gateway's clock is ahead of this machine's, so that countdowns end when the gateway says. */
export const clockSkew = signal(0);

/** One call of the admin API; undefined when the answer has no body. Throws `Failure`. */
export async function request<Answer>(
	method: Method,
	path: string,
	{ body, headers, revision, signal: abort }: RequestOptions = {},
): Promise<Answer> {
	const seen = method === "GET" ? seenAt(path) : undefined;
	const response = await send(address(path), {
		method,
		headers: {
			"x-smart-router-page": "1",
			...(body !== undefined && { "content-type": "application/json" }),
			...(revision !== undefined && { "if-match": `"${revision}"` }),
			...(seen && { "if-none-match": seen.etag }),
			...headers,
		},
		credentials: "same-origin",
		cache: "no-store",
		...(abort && { signal: abort }),
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	noteTime(response.headers.get("date"));
	if (response.status === 304 && seen) return seen.answer as Answer;
	const text = await response.text().catch(() => Promise.reject(noAnswer()));
	if (response.ok) {
		const answer: unknown = text === "" ? undefined : JSON.parse(text);
		if (method === "GET") noteSeen(path, response.headers.get("etag"), answer);
		return answer as Answer;
	}
	const failure = new Failure(response.status, readFailure(text, response.status));
	if (failure.code === "authentication_required") signedOut.value = true;
	throw failure;
}

async function send(url: string, init: RequestInit): Promise<Response> {
	try {
		return await fetch(url, init);
	} catch (error) {
		if (error instanceof DOMException && error.name === "AbortError") throw error;
		throw noAnswer();
	}
}

/** The header is whole seconds; a difference below two is within its grain and the way. */
function noteTime(date: string | null): void {
	const skew = date === null ? 0 : Date.parse(date) - Date.now();
	clockSkew.value = Math.abs(skew) > 2_000 ? skew : 0;
}

function readFailure(text: string, status: number): FailureFacts {
	try {
		const { error } = JSON.parse(text) as { error: Partial<FailureFacts> };
		return {
			code: error.code ?? "error",
			message: error.message ?? `The gateway answered ${status}.`,
			hint: error.hint ?? null,
			param: error.param ?? null,
			reason: error.reason ?? null,
		};
	} catch {
		return { code: "error", message: `The gateway answered ${status}.`, hint: null, param: null };
	}
}
