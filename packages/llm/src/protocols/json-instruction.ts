import type { ResponseFormat } from "../chat/request.ts";

/** Asks in words for what a model has no switch for. */
export function jsonInstruction(format: ResponseFormat): string {
	const plain = "Answer with one valid JSON object and nothing else: no words before or after it and no code fence.";
	return format.type === "json" ? plain : `${plain} It must be valid against this JSON Schema:\n${JSON.stringify(format.schema)}`;
}
