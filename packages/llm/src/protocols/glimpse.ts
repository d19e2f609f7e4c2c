import { isOutput, type StreamPart } from "../chat/stream-part.ts";
import type { Glimpse } from "./protocol.ts";

/** A frame that tells nothing the gateway needs once the output has begun. */
export const nothingSeen: Glimpse = { output: false };

/** What the parts of one frame tell; the last finish, usage and error count. */
export function glimpseOf(parts: readonly StreamPart[]): Glimpse {
	return parts.reduce<Glimpse>((seen, part) => {
		switch (part.type) {
			case "finish":
				return { ...seen, output: true, finish: { reason: part.reason, raw: part.raw } };
			case "usage":
				return { ...seen, usage: part.usage };
			case "error":
				return { ...seen, error: { message: part.message, body: part.body } };
			default:
				return seen.output || !isOutput(part) ? seen : { ...seen, output: true };
		}
	}, nothingSeen);
}
