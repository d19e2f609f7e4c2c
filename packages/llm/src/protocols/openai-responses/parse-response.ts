import { defined, numberOf, objectOf, stringOf } from "../../chat/json.ts";
import type { Json } from "../../chat/request.ts";
import type { ChatResponse } from "../../chat/response.ts";
import { messageOf } from "../openai-chat/error.ts";
import { MalformedAnswer } from "../protocol.ts";
import { outputItems, readItem } from "./answer.ts";
import { failureMessage } from "./error.ts";
import { parseFinish } from "./finish-reason.ts";
import { parseUsage } from "./usage.ts";

/** A whole response. Throws `MalformedAnswer` when it is none, or one that failed, with the provider's error if it tells one. */
export function parseResponse(body: Json): ChatResponse {
	const response = objectOf(body);
	if (response === undefined || !Array.isArray(response.output)) {
		throw new MalformedAnswer(messageOf(body) ?? "The provider's answer has no output");
	}
	if (objectOf(response.error) !== undefined) throw new MalformedAnswer(failureMessage(response));
	const content = outputItems(response).flatMap(readItem);
	const { reason, raw } = parseFinish(
		response,
		content.some(({ type }) => type === "tool-call"),
	);
	return defined({
		id: stringOf(response.id) ?? "",
		model: stringOf(response.model) ?? "",
		created: numberOf(response.created_at) ?? 0,
		content,
		finishReason: reason,
		rawFinishReason: raw,
		usage: parseUsage(response.usage),
	});
}
