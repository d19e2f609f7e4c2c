import type { Page } from "@smart-router/core/page.schema.ts";
import { Failure } from "./failure.ts";
import type { Target } from "./target.ts";

export type Fields = Readonly<Record<string, unknown>>;
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * One call of the admin API: the answer's JSON object, empty when it has no body. Throws `Failure`.
 * Its shape is the gateway's word (`core/<thing>/<thing>.schema.ts`) and not checked again.
 */
export type Client = <Answer = Fields>(method: Method, path: string, body?: Fields) => Promise<Answer>;

const timeoutMs = 60_000;

export const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

export function makeClient(target: Target): Client {
	return async <Answer>(method: Method, path: string, body?: Fields) => {
		const response = await send(target, { method, path, signal: AbortSignal.timeout(timeoutMs), ...(body && { body }) });
		const text = await response.text();
		const answer = text === "" ? {} : parseFields(text);
		if (response.ok && answer) return answer as Answer;
		throw failureOf(target, response.status, answer);
	};
}

/** All pages of a list in one. */
export async function listAll<Row>(client: Client, path: string): Promise<Page<Row>> {
	const data: Row[] = [];
	let cursor: string | null = null;
	do {
		const more: string = cursor === null ? "" : `${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}`;
		const page: Page<Row> = await client<Page<Row>>("GET", path + more);
		data.push(...page.data);
		cursor = page.nextCursor;
	} while (cursor !== null);
	return { data, nextCursor: null };
}

/** `?name=value` of what is given, empty when nothing is. */
export function queryOf(fields: Readonly<Record<string, string | undefined>>): string {
	const given = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined);
	return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}

export interface Call {
	readonly method: Method;
	readonly path: string;
	readonly body?: Fields;
	readonly headers?: Readonly<Record<string, string>>;
	readonly signal: AbortSignal;
}

/** The gateway's answer as it comes. Throws `Failure` when nobody answers; the signal's own reason when it fired. */
export async function send(target: Target, { method, path, body, headers, signal }: Call): Promise<Response> {
	try {
		return await fetch(target.url + path, {
			method,
			headers: {
				accept: "application/json",
				...(target.key ? { authorization: `Bearer ${target.key}` } : {}),
				...(body ? { "content-type": "application/json" } : {}),
				...headers,
			},
			...(body ? { body: JSON.stringify(body) } : {}),
			redirect: "manual",
			signal,
		});
	} catch (cause) {
		if (signal.aborted && !(signal.reason instanceof Error && signal.reason.name === "TimeoutError")) throw signal.reason;
		throw new Failure(`No server answers at ${target.url}.`, {
			hint: "Run `npm start`, or set SMART_ROUTER_URL to a running gateway.",
			cause,
		});
	}
}

/** A JSON object; undefined for anything else. */
export function parseFields(text: string): Fields | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isFields(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

const keyHint = "Set SMART_ROUTER_KEY, or start the local server once: it makes a key and writes it to the CLI's configuration.";

/** What the gateway refused, with its hint. */
export function failureOf(target: Target, status: number, answer: Fields | undefined): Failure {
	const error = answer?.error;
	if (!isFields(error)) {
		return new Failure(`${target.url} answered with status ${status}, but not as a Smart Router does.`, {
			hint: "Is SMART_ROUTER_URL right?",
		});
	}
	const message = String(error.message ?? `status ${status}`);
	const param = typeof error.param === "string" && !message.includes(error.param) ? ` (${error.param})` : "";
	const hint = status === 401 ? keyHint : typeof error.hint === "string" ? error.hint : undefined;
	return new Failure(message + param, { ...(hint ? { hint } : {}), details: error });
}
