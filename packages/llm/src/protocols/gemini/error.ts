import { objectOf, parseJson, stringOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";
import type { ClientError } from "../protocol.ts";

/** The error object of a body or chunk, which Google sometimes wraps in a list of one. */
export function errorOf(value: Json | undefined): JsonObject | undefined {
	return objectOf(objectOf(Array.isArray(value) ? value[0] : value)?.error);
}

/** An error's message; sometimes the whole error is written once more inside it, as text. */
export function messageOf(error: JsonObject): string | undefined {
	const message = stringOf(error.message);
	if (message === undefined || message === "") return undefined;
	const inner = message.trimStart().startsWith("{") || message.trimStart().startsWith("[") ? errorOf(parseJson(message)) : undefined;
	return stringOf(inner?.message) || message;
}

/** The human message in an error body, undefined when there is none. */
export function errorMessage(body: string): string | undefined {
	const error = errorOf(parseJson(body));
	return error === undefined ? undefined : messageOf(error);
}

/** The gateway's own words in Google's form, for a failure that Google tells in no error of its own. */
export const internalError = (message: string): string => JSON.stringify({ error: { code: 500, message, status: "INTERNAL" } });

/** Names of `google.rpc.Code`. */
const statuses: Readonly<Record<number, string>> = {
	400: "INVALID_ARGUMENT",
	401: "UNAUTHENTICATED",
	403: "PERMISSION_DENIED",
	404: "NOT_FOUND",
	409: "ABORTED",
	429: "RESOURCE_EXHAUSTED",
	499: "CANCELLED",
	503: "UNAVAILABLE",
	504: "DEADLINE_EXCEEDED",
};

const statusOf = (code: number): string => statuses[code] ?? (code >= 500 ? "INTERNAL" : "INVALID_ARGUMENT");

export function buildError({ status, code, message, param, requestId }: ClientError): JsonObject {
	const info = {
		"@type": "type.googleapis.com/google.rpc.ErrorInfo",
		reason: code.toUpperCase(),
		domain: "smart-router",
		metadata: { requestId, ...(param !== null && { param }) },
	};
	return { error: { code: status, message, status: statusOf(status), details: [info] } };
}
