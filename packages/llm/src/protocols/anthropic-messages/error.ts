import { objectOf, parseJson, stringOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";
import type { ClientError } from "../protocol.ts";

/** The message of an error object `{type: "error", error: {type, message}}`, or of the near relatives that compatible servers send. */
export function messageOf(value: Json | undefined): string | undefined {
	const body = objectOf(value);
	const error = body?.error;
	const message =
		stringOf(error) ?? stringOf(objectOf(error)?.message) ?? (body?.content === undefined ? stringOf(body?.message) : undefined);
	return message === "" ? undefined : message;
}

/** The human message in an error body, undefined when there is none. */
export const errorMessage = (body: string): string | undefined => messageOf(parseJson(body));

const types: Readonly<Record<number, string>> = {
	400: "invalid_request_error",
	401: "authentication_error",
	402: "billing_error",
	403: "permission_error",
	404: "not_found_error",
	409: "conflict_error",
	413: "request_too_large",
	429: "rate_limit_error",
	503: "overloaded_error",
	504: "timeout_error",
	529: "overloaded_error",
};

const typeOf = (status: number): string => types[status] ?? (status >= 500 ? "api_error" : "invalid_request_error");

/** A conversation that the server keeps, so that a turn sends only what is new. Anthropic's words for its refusal make the SDKs send the whole instead. */
export const threadField = "thread";
const noThreads: JsonObject = { error_code: "thread_unsupported_request", unsupported: ["thread"] };

export function buildError({ status, code, message, param, requestId }: ClientError): JsonObject {
	const details = param === threadField ? noThreads : { error_code: code };
	return { type: "error", error: { type: typeOf(status), message, details }, request_id: requestId };
}

export const buildStreamError = (error: ClientError): string => `event: error\ndata: ${JSON.stringify(buildError(error))}\n\n`;
