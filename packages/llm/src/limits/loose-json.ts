import { parseJson } from "../chat/json.ts";
import type { Json, JsonObject } from "../chat/request.ts";

const maxLength = 64 * 1024;

/**
 * JSON as providers send it in trouble: bare, as the data of an SSE frame, or cut off, where the telling fields are picked out one by one. Anything else
 * is text: JSON in the midst of words may be the client's own, quoted.
 */
export function parseLoosely(text: string): Json {
	const body = unframed(text.slice(0, maxLength)).trim();
	if (!/^[[{"]/.test(body)) return body;
	const end = Math.max(body.lastIndexOf("}"), body.lastIndexOf("]"));
	return parseJson(body) ?? parseJson(body.slice(0, end + 1)) ?? pick(body);
}

/** The JSON of the first frame that has any; what is no stream as it is. */
function unframed(text: string): string {
	if (!/^(?:event|data|id|retry)?:/.test(text)) return text;
	const lines = text.split("\n").flatMap((line) => (line.startsWith("data:") ? [line.slice("data:".length)] : []));
	return lines.find((line) => /^\s*[[{]/.test(line)) ?? text;
}

const telling: ReadonlySet<string> = new Set(["message", "type", "code", "status", "reason"]);
const maxPicked = 2000;

/** The first of each telling field of the error itself: what lies deeper may be the request, quoted. What surrounds them is lost. */
function pick(text: string): JsonObject {
	const found: JsonObject = {};
	const errorDepth = text.startsWith("[") ? 3 : 2;
	let depth = 0;
	let last = "";
	let name = "";
	for (let at = 0; at < text.length; at++) {
		const mark = text[at];
		if (mark === '"') {
			const end = endOfString(text, at + 1);
			last = text.slice(at + 1, end);
			if (depth <= errorDepth && telling.has(name)) found[name] ??= last.slice(0, maxPicked);
			at = end;
		}
		if (mark === "{" || mark === "[") depth++;
		if (mark === "}" || mark === "]") depth--;
		if (mark === ":") name = last;
		else if (mark !== undefined && mark > " ") name = "";
	}
	found.message ??= text.slice(0, maxPicked);
	return found;
}

/** Where the quote stands that ends it, or the text does. */
function endOfString(text: string, start: number): number {
	let at = start;
	while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
	return at;
}
