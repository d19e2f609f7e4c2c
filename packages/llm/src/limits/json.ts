import { parseJson } from "../chat/json.ts";
import type { JsonObject } from "../chat/request.ts";

export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

export const objectsIn = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const maxLength = 64 * 1024;
const field = /"(message|type|code|status|reason)"\s{0,9}:\s{0,9}"((?:[^"\\]|\\.){0,2000})"/g;

/** JSON as providers send it in trouble: bare, inside an SSE frame or other text, or cut off, where the telling fields are picked out one by one. */
export function parseLoosely(text: string): unknown {
	const body = text.slice(0, maxLength);
	const start = body.search(/[[{]/);
	if (start === -1) return body.trim();
	const end = Math.max(body.lastIndexOf("}"), body.lastIndexOf("]"));
	return parseJson(body) ?? (end > start ? parseJson(body.slice(start, end + 1)) : undefined) ?? pick(body);
}

/** The first of each telling field; what surrounds them is lost. */
function pick(text: string): JsonObject {
	const found: JsonObject = {};
	for (const [, name = "", value = ""] of text.matchAll(field)) found[name] ??= value;
	if (found["message"] === undefined) found["message"] = text.trim().slice(0, 2000);
	return found;
}
