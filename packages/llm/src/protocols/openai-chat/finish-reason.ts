import type { FinishReason } from "../../chat/response.ts";

/** OpenAI's words and those of the dialects: Mistral, DeepSeek, text-generation-inference, OpenRouter. */
const known: Readonly<Record<string, FinishReason>> = {
	stop: "stop",
	eos: "stop",
	eos_token: "stop",
	stop_sequence: "stop",
	length: "length",
	max_tokens: "length",
	model_length: "length",
	tool_calls: "tool-calls",
	function_call: "tool-calls",
	content_filter: "content-filter",
	error: "error",
	insufficient_system_resource: "error",
};

/**
 * @param calledTools the answer holds tool calls; some providers then still say `stop`, as OpenAI does for a call that the client forced
 */
export function parseFinishReason(raw: string, calledTools: boolean): FinishReason {
	const reason = Object.hasOwn(known, raw) ? (known[raw] ?? "other") : "other";
	return reason === "stop" && calledTools ? "tool-calls" : reason;
}

/** The format has no word for a failure: `length` tells that the answer is not whole. */
const written: Readonly<Record<FinishReason, string>> = {
	stop: "stop",
	length: "length",
	"tool-calls": "tool_calls",
	"content-filter": "content_filter",
	error: "length",
	other: "stop",
};

export const buildFinishReason = (reason: FinishReason): string => written[reason];
