import type { AssistantPart, JsonObject } from "../../chat/request.ts";
import type { ChatResponse } from "../../chat/response.ts";
import { buildFinishReason } from "./finish-reason.ts";
import { buildToolCall } from "./tools.ts";
import { buildUsage } from "./usage.ts";

export function buildResponse(response: ChatResponse): JsonObject {
	return {
		id: response.id,
		object: "chat.completion",
		created: response.created,
		model: response.model,
		choices: [
			{ index: 0, message: buildMessage(response.content), logprobs: null, finish_reason: buildFinishReason(response.finishReason) },
		],
		...(response.usage && { usage: buildUsage(response.usage) }),
	};
}

/** Reasoning is no part of OpenAI's format; `reasoning_content` is what compatible clients read. Signatures have no place. */
function buildMessage(content: readonly AssistantPart[]): JsonObject {
	const reasoning = textOf(content, "reasoning");
	const calls = content.filter((part) => part.type === "tool-call");
	return {
		role: "assistant",
		content: textOf(content, "text"),
		refusal: textOf(content, "refusal"),
		...(reasoning !== null && { reasoning_content: reasoning }),
		...(calls.length > 0 && { tool_calls: calls.map(buildToolCall) }),
	};
}

function textOf(content: readonly AssistantPart[], type: "text" | "reasoning" | "refusal"): string | null {
	const texts = content.flatMap((part) => (part.type === type ? [part.text] : []));
	return texts.length === 0 ? null : texts.join("");
}
