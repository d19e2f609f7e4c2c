import { GatewayError } from "@smart-router/core/errors.ts";
import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/**
 * What `schema` makes of `value`. Throws `GatewayError` invalid_request that names the first field at fault, what is wrong with it and what it must
 * be; it never quotes the value, which may be a secret.
 */
export function readInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
	const read = schema.safeParse(value);
	if (read.success) return read.data;
	const [issue] = read.error.issues;
	if (!issue) throw new GatewayError("invalid_request", "The request is not valid.");
	const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : issue.path;
	const param = pathText(path);
	const hint = hintOf(issue, schema, value);
	throw new GatewayError("invalid_request", messageOf(issue, param, hasValue(value, path)), {
		...(param && { param }),
		...(hint && { hint }),
	});
}

function messageOf(issue: Issue, param: string, given: boolean): string {
	const field = param || "The request body";
	if (issue.code === "unrecognized_keys") return `${field} is not a known field.`;
	if (issue.code === "invalid_type" && !given) return `${field} is missing.`;
	return `${field}: ${wordsOf(issue)}`;
}

const articles: Readonly<Record<string, string>> = {
	string: "a string",
	number: "a number",
	int: "a whole number",
	boolean: "true or false",
	array: "a list",
	object: "an object",
	record: "an object",
};

/** In words for people; a schema's own words come first. */
function wordsOf(issue: Issue): string {
	switch (issue.code) {
		case "invalid_type":
			return ownWords(issue) ?? `must be ${articles[issue.expected] ?? issue.expected}`;
		case "too_small":
			return `must be ${sizeOf(issue.origin, "at least", Number(issue.minimum))}`;
		case "too_big":
			return `must be ${sizeOf(issue.origin, "at most", Number(issue.maximum))}`;
		case "invalid_value":
			return ownWords(issue) ?? `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.map(String).join(", ")}`;
		case "invalid_format":
			return issue.format === "datetime" ? "must be a time like 2030-01-31T12:00:00Z" : issue.message;
		default:
			return issue.message;
	}
}

/** Zod's own words begin with these. */
const ownWords = ({ message }: Issue): string | undefined => (/^(Invalid (input|option)|Too )/.test(message) ? undefined : message);

const unitOf: Readonly<Record<string, string>> = { string: " characters long", array: " entries long", set: " entries long" };
const sizeOf = (origin: string, bound: string, size: number): string => `${bound} ${size}${unitOf[origin] ?? ""}`;

/** The fields that there are, where a name was not one of them. */
function hintOf(issue: Issue, schema: z.ZodType, value: unknown): string | undefined {
	if (issue.code !== "unrecognized_keys" || issue.path.length > 0 || typeof value !== "object") return undefined;
	const shape = "shape" in schema && typeof schema.shape === "object" ? schema.shape : null;
	return shape ? `Known fields: ${Object.keys(shape).join(", ")}.` : undefined;
}

function hasValue(value: unknown, path: readonly PropertyKey[]): boolean {
	let at: unknown = value;
	for (const part of path) {
		if (typeof at !== "object" || at === null) return false;
		at = (at as Readonly<Record<PropertyKey, unknown>>)[part];
	}
	return at !== undefined;
}

const maxParamLength = 200;

/** `a.b[0]`, without control characters, cut. */
const pathText = (path: readonly PropertyKey[]): string =>
	path
		.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`))
		.join("")
		.replace(/\p{Cc}/gu, "?")
		.slice(0, maxParamLength);
