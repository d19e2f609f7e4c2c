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

interface Stop {
	readonly reason: FinishReason;
	/** The provider's own word. */
	readonly raw: string;
	readonly refused: boolean;
	readonly stopSequence: string | undefined;
}

/** The format has no word for a failure: `max_tokens` tells that the answer is not whole. */
const written: Readonly<Record<FinishReason, string>> = {
	stop: "end_turn",
	length: "max_tokens",
	"tool-calls": "tool_use",
	"content-filter": "refusal",
	error: "max_tokens",
	other: "end_turn",
};

/** `stop_reason` for an answer; a word that is Anthropic's own stays. */
export function stopReason({ reason, raw, refused, stopSequence }: Stop): string {
	if (Object.hasOwn(reasons, raw) || raw === "pause_turn") return raw;
	if (refused && reason !== "length") return "refusal";
	return reason === "stop" && stopSequence !== undefined ? "stop_sequence" : written[reason];
}
