import { objectOf, parseJson, stringOf } from "../../chat/json.ts";
import type { JsonObject } from "../../chat/request.ts";
import type { Frame } from "../../transport/sse.ts";
import { nothingSeen } from "../glimpse.ts";
import type { Glimpse } from "../protocol.ts";
import { messageOf } from "./error.ts";
import { finishReason } from "./finish-reason.ts";
import { usageOf } from "./usage.ts";

/**
 * What one event of a passthrough stream tells. The event's name decides whether it is worth a parse. `usage` holds only what this event says: a
 * `message_delta` may leave out the input that `message_start` told.
 */
export function glimpse(frame: Frame, outputSeen: boolean): Glimpse {
	const type = frame.event || typeIn(frame.data);
	if (type === "ping" || type === "content_block_stop") return nothingSeen;
	if (outputSeen && (type === "content_block_delta" || type === "content_block_start")) return nothingSeen;
	const event = objectOf(parseJson(frame.data));
	return event === undefined ? nothingSeen : seenIn(event, stringOf(event.type) ?? type);
}

const typeIn = (data: string): string | undefined => /^\s*\{\s*"type"\s*:\s*"([a-z_]+)"/.exec(data)?.[1];

function seenIn(event: JsonObject, type: string | undefined): Glimpse {
	switch (type) {
		case "message_start":
			return withUsage({ output: false }, objectOf(event.message));
		case "content_block_start":
			return { output: startsOutput(objectOf(event.content_block) ?? {}) };
		case "content_block_delta":
			return { output: isDelta(objectOf(event.delta) ?? {}) };
		case "message_delta": {
			const raw = stringOf(objectOf(event.delta)?.stop_reason);
			return withUsage(raw === undefined ? { output: false } : { output: true, finish: { reason: finishReason(raw, false), raw } }, event);
		}
		case "error":
			return { output: false, error: { message: messageOf(event) ?? "The provider reported an error", body: JSON.stringify(event) } };
		default:
			return nothingSeen;
	}
}

function withUsage(seen: Glimpse, holder: JsonObject | undefined): Glimpse {
	const usage = usageOf(holder?.usage);
	return usage === undefined ? seen : { ...seen, usage };
}

/** A client of the same protocol sees blocks of every kind, the provider's own tools included. */
function startsOutput(block: JsonObject): boolean {
	if (block.type === "text") return stringOf(block.text) !== "";
	return block.type === "thinking" ? stringOf(block.thinking) !== "" : true;
}

const isDelta = (piece: JsonObject): boolean =>
	piece.type !== "signature_delta" && Object.entries(piece).some(([name, value]) => name !== "type" && value !== "" && value !== null);
