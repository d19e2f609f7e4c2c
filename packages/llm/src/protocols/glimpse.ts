import { isOutput, type StreamPart } from "../chat/stream-part.ts";
import type { Glimpse } from "./protocol.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What a frame tells that holds no output, finish, usage or error. */
export const nothingSeen: Glimpse = { output: false };

/** What the parts of one frame tell; of several finishes, usages or errors the last counts. */
export function glimpseOf(parts: readonly StreamPart[]): Glimpse {
	const seen: Mutable<Glimpse> = { output: parts.some(isOutput) };
	for (const part of parts) {
		if (part.type === "finish") seen.finish = { reason: part.reason, raw: part.raw };
		if (part.type === "usage") seen.usage = part.usage;
		if (part.type === "error") seen.error = { message: part.message, body: part.body };
	}
	return seen;
}
