import type { FinishReason } from "../../chat/response.ts";

const reasons: Readonly<Record<string, FinishReason>> = {
	STOP: "stop",
	MAX_TOKENS: "length",
	SAFETY: "content-filter",
	RECITATION: "content-filter",
	BLOCKLIST: "content-filter",
	PROHIBITED_CONTENT: "content-filter",
	SPII: "content-filter",
	IMAGE_SAFETY: "content-filter",
	IMAGE_PROHIBITED_CONTENT: "content-filter",
	IMAGE_RECITATION: "content-filter",
	MALFORMED_FUNCTION_CALL: "error",
	MALFORMED_RESPONSE: "error",
};

/**
 * Gemini's `finishReason` in the hub's words. It has none for tool calls: a call usually comes with STOP or OTHER.
 *
 * @param called the answer holds a tool call
 */
export function finishReason(raw: string, called: boolean): FinishReason {
	const reason = Object.hasOwn(reasons, raw) ? (reasons[raw] ?? "other") : "other";
	return called && reason !== "length" && reason !== "content-filter" ? "tool-calls" : reason;
}

/** The model wrote something that Gemini could not read; without any other content another try may succeed. */
export const isMalformed = (raw: string): boolean => raw.startsWith("MALFORMED_");

/** A call has no word of its own; OTHER tells that the answer is not whole. */
const written: Readonly<Record<FinishReason, string>> = {
	stop: "STOP",
	length: "MAX_TOKENS",
	"tool-calls": "STOP",
	"content-filter": "SAFETY",
	error: "OTHER",
	other: "STOP",
};

/** `finishReason` for an answer; a word that is Google's own stays. */
export function buildFinishReason(reason: FinishReason, raw: string, refused: boolean): string {
	if (Object.hasOwn(reasons, raw)) return raw;
	return refused && reason !== "length" ? "SAFETY" : written[reason];
}
