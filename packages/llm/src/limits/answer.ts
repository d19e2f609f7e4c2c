import { objectOf, objectsOf, parseJson, stringOf } from "../chat/json.ts";
import type { Json, JsonObject } from "../chat/request.ts";
import { isEcho, type Sent } from "./echo.ts";
import { parseLoosely } from "./loose-json.ts";
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
	/** Missing where no client had a say. */
	readonly sent?: Sent;
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
	const error = readError(failure, context);
	const details = objectsOf(error.details);
	const spelled = [
		objectOf(error.details)?.error_code,
		error.error_code,
		...details.map((detail) => detail.reason),
		error.code,
		error.type,
		error.status,
	]
		.map((name) => stringOf(name) ?? "")
		.filter((name) => /^[A-Za-z][\w.-]{1,79}$/.test(name) && name !== "error");
	const names = spelled.map((name) => name.toLowerCase());
	return {
		...context,
		failure,
		status: statusOf(failure.status, error.code, names),
		error,
		details,
		names,
		code: spelled[0],
		message: (stringOf(error.message) || (stringOf(error.detail) ?? "")).trimStart().slice(0, maxMessage),
	};
}

function statusOf(status: number, code: Json | undefined, names: readonly string[]): number {
	if (status >= 300) return status;
	const numeric = Number(code);
	if (Number.isInteger(numeric) && numeric >= 400 && numeric <= 599) return numeric;
	return names.map((name) => statusOfName[name]).find((known) => known !== undefined) ?? 0;
}

/** The error object of the body; Codex may put it, in base64, into a header instead. */
function readError(failure: Failure, context: AnswerContext): JsonObject {
	const error = unwrap(parseLoosely(failure.body), context);
	const hidden = failure.headers["x-error-json"];
	if (hidden === undefined || error.code !== undefined) return error;
	return { ...unwrap(parseLoosely(Buffer.from(hidden.slice(0, 8192), "base64").toString("utf8")), context), ...error };
}

const maxDepth = 8;

/**
 * Finds the error in what may surround it: a one-element array, `error`, `response.error` (OpenAI's `response.failed`), `detail`, or a whole error as
 * text inside `message` (Code Assist).
 */
function unwrap(value: Json | undefined, context: AnswerContext, depth = 0): JsonObject {
	const deeper = (inner: Json): JsonObject => unwrap(inner, context, depth + 1);
	/** A text may be an error as a whole; one that only begins like it may begin with what the client sent. */
	const within = (text: string): JsonObject | undefined => {
		const json = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
		return json === undefined || isEcho(text, context) ? undefined : deeper(json);
	};
	if (depth > maxDepth) return {};
	if (Array.isArray(value)) return deeper(value[0] ?? null);
	if (typeof value === "string") return within(value) ?? { message: value };
	const object = objectOf(value);
	if (object === undefined) return {};
	const response = objectOf(object.response);
	if (response?.error !== undefined) return deeper(response);
	const inner = object.error ?? objectOf(object.detail);
	if (inner !== undefined && inner !== null) return deeper(inner);
	return { ...object, ...within(stringOf(object.message) ?? "") };
}
