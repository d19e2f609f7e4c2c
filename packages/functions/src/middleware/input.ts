import { GatewayError } from "@smart-router/core/errors.ts";
import type { z } from "zod";

/** What `schema` makes of `value`. Throws `GatewayError` invalid_request that names the first field at fault and never quotes its value. */
export function readInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
	const read = schema.safeParse(value);
	if (read.success) return read.data;
	const [issue] = read.error.issues;
	if (!issue) throw new GatewayError("invalid_request", "The request is not valid.");
	if (issue.code === "unrecognized_keys") {
		const param = pathText([...issue.path, issue.keys[0] ?? ""]);
		throw new GatewayError("invalid_request", `${param} is not a known field.`, { param });
	}
	const param = pathText(issue.path);
	throw new GatewayError("invalid_request", `${param || "The request body"}: ${issue.message}`, param ? { param } : {});
}

const maxParamLength = 200;

/** `a.b[0]`, without control characters, cut. */
const pathText = (path: readonly PropertyKey[]): string =>
	path
		.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`))
		.join("")
		.replace(/\p{Cc}/gu, "?")
		.slice(0, maxParamLength);
