import type { AssistantPart, JsonObject, ReasoningPart, UserPart } from "../../chat/request.ts";
import { argumentsObject } from "../calls.ts";
import type { Warn } from "../loss.ts";
import type { ModelFacts } from "../protocol.ts";
import type { CallResult, Turn } from "../turns.ts";
import { mediaBlock } from "./media.ts";
import { historyName } from "./tools.ts";

/** Anthropic takes `[A-Za-z0-9_-]+` as the id of a call. */
export const callId = (id: string): string => id.replaceAll(/[^A-Za-z0-9_-]/g, "_") || "call";

/** Thinking goes back only with the provider's own proof on it. */
export const ownReasoning =
	({ provider = "anthropic" }: ModelFacts) =>
	({ origin, signature, encrypted }: ReasoningPart): boolean =>
		origin?.provider === provider && (signature !== undefined || encrypted !== undefined);

/** Turns to `messages`: tool results come first in the user message after their calls. */
export function messagesOf(turns: readonly Turn[], warn: Warn): JsonObject[] {
	return turns.map((turn) =>
		turn.role === "user"
			? { role: "user", content: [...turn.results.map(resultBlock), ...turn.parts.flatMap(userBlocks)] }
			: { role: "assistant", content: turn.parts.map((part) => assistantBlock(part, warn)) },
	);
}

export const textBlock = (text: string): JsonObject => ({ type: "text", text });

function userBlocks(part: UserPart): JsonObject[] {
	if (part.type === "text") return [textBlock(part.text)];
	return part.type === "audio" ? [] : [mediaBlock(part)];
}

function resultBlock(result: CallResult): JsonObject {
	const content = result.content.map((part) => (part.type === "text" ? textBlock(part.text) : mediaBlock(part)));
	return {
		type: "tool_result",
		tool_use_id: result.id,
		...(content.length > 0 && { content }),
		...(result.isError && { is_error: true }),
	};
}

function assistantBlock(part: AssistantPart, warn: Warn): JsonObject {
	switch (part.type) {
		case "text":
		case "refusal":
			return textBlock(part.text);
		case "tool-call":
			return { type: "tool_use", id: part.id, name: historyName(part.name), input: argumentsObject(part.arguments, warn) };
		case "reasoning":
			return part.encrypted === undefined
				? { type: "thinking", thinking: part.text, signature: part.signature ?? "" }
				: { type: "redacted_thinking", data: part.encrypted };
	}
}
