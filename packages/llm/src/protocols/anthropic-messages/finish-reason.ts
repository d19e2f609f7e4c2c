import type { FinishReason } from "../../chat/response.ts";

const reasons: Readonly<Record<string, FinishReason>> = {
	end_turn: "stop",
	stop_sequence: "stop",
	tool_use: "tool-calls",
	max_tokens: "length",
	model_context_window_exceeded: "length",
	refusal: "content-filter",
};

/**
 * Anthropic's `stop_reason` in the hub's words; one that is not known, and `pause_turn`, is `other`.
 *
 * @param called the answer holds a tool call
 */
export function finishReason(stopReason: string, called: boolean): FinishReason {
	const reason = Object.hasOwn(reasons, stopReason) ? (reasons[stopReason] ?? "other") : "other";
	return called && (reason === "stop" || reason === "other") ? "tool-calls" : reason;
}
