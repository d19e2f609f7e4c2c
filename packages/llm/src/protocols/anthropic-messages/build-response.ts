import type { JsonObject, SignatureOrigin } from "../../chat/request.ts";
import type { ChatResponse } from "../../chat/response.ts";
import { blocksOf } from "./answer-blocks.ts";
import { stopReason } from "./finish-reason.ts";
import { buildUsage } from "./usage.ts";

/** Some providers give their answers no id, and clients expect one. */
export const messageId = (id: string): string => id || "msg_unnamed";

export function buildResponse(response: ChatResponse, origin?: SignatureOrigin): JsonObject {
	const refused = response.content.some(({ type }) => type === "refusal");
	return {
		id: messageId(response.id),
		type: "message",
		role: "assistant",
		model: response.model,
		content: response.content.flatMap((part) => blocksOf(part, origin)),
		stop_reason: stopReason({ reason: response.finishReason, raw: response.rawFinishReason, refused, stopSequence: response.stopSequence }),
		stop_sequence: response.stopSequence ?? null,
		stop_details: null,
		usage: buildUsage(response.usage),
	};
}
