import type { JsonObject } from "../chat/request.ts";
import { isObject, objectsIn, parseLoosely, textOf } from "./json.ts";
import { statusOfName } from "./names.ts";
import type { Failure } from "./verdict.ts";

/** Who was asked for what, and when. */
export interface AnswerContext {
	/** As it went to the provider. */
	readonly model: string;
	/** The catalog, or the account's own list, says that the provider has this model. */
	readonly knownModel: boolean;
	/** The model's group in the catalog, for limits that bind a whole line of models. */
	readonly group?: string;
	/** ms since the epoch. */
	readonly now: number;
}

/** A failure read once, in the words that all providers share. */
export interface Answer extends AnswerContext {
	readonly failure: Failure;
	/** The HTTP status; for an error inside a 200 stream the status it would have had, 0 when it does not tell. */
	readonly status: number;
	/** The error object itself, empty when there is none. */
	readonly error: JsonObject;
	/** Google's `details`. */
	readonly details: readonly JsonObject[];
	/** Codes, types and reasons, the most telling first: in lower case, and the first of them as the provider spells it. */
	readonly names: readonly string[];
	readonly code: string | undefined;
	readonly message: string;
}

/** What a person would read of a message; the rest is not worth a pattern's time. */
const maxMessage = 4000;

export function readAnswer(failure: Failure, context: AnswerContext): Answer {
	const error = readError(failure);
	const details = objectsIn(error["details"]);
	const spelled = [
		isObject(error.details) ? textOf(error.details.error_code) : "",
		textOf(error.error_code),
		...details.map((detail) => textOf(detail.reason)),
		textOf(error.code),
		textOf(error.type),
		textOf(error.status),
	].filter((name) => /^[A-Za-z][\w.-]{1,79}$/.test(name) && name !== "error");
	const names = spelled.map((name) => name.toLowerCase());
	return {
		...context,
		failure,
		status: statusOf(failure.status, error.code, names),
		error,
		details,
		names,
		code: spelled[0],
		message: (textOf(error.message) || textOf(error.detail)).slice(0, maxMessage),
	};
}

function statusOf(status: number, code: unknown, names: readonly string[]): number {
	if (status >= 300) return status;
	const numeric = Number(code);
	if (Number.isInteger(numeric) && numeric >= 400 && numeric <= 599) return numeric;
	return names.map((name) => statusOfName[name]).find((known) => known !== undefined) ?? 0;
}

/** The error object of the body; Codex may put it, in base64, into a header instead. */
function readError(failure: Failure): JsonObject {
	const error = unwrap(parseLoosely(failure.body), 0);
	const hidden = failure.headers["x-error-json"];
	if (hidden === undefined || error["code"] !== undefined) return error;
	return { ...unwrap(parseLoosely(Buffer.from(hidden.slice(0, 8192), "base64").toString("utf8")), 0), ...error };
}

const maxDepth = 8;

/**
 * Finds the error in what may surround it: a one-element array, `error`, `response.error` (OpenAI's `response.failed`), `detail`, or a whole error as
 * text inside `message` (Code Assist).
 */
function unwrap(value: unknown, depth: number): JsonObject {
	if (depth > maxDepth) return {};
	if (Array.isArray(value)) return unwrap(value[0], depth + 1);
	if (typeof value === "string") return /^\s*[[{]/.test(value) ? unwrap(parseLoosely(value), depth + 1) : { message: value };
	if (!isObject(value)) return {};
	if (isObject(value["response"]) && value["response"]["error"] !== undefined) return unwrap(value["response"], depth + 1);
	const inner = value["error"] ?? (isObject(value["detail"]) ? value["detail"] : undefined);
	if (inner !== undefined && inner !== null) return unwrap(inner, depth + 1);
	const message = value["message"];
	if (typeof message === "string" && /^\s*[[{]/.test(message)) return { ...value, ...unwrap(message, depth + 1) };
	return value;
}
