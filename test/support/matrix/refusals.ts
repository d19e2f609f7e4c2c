import type { Behaviour } from "../fake-upstream/behaviour.ts";
import { dataFrame } from "../fake-upstream/dialect.ts";
import type { JsonObject } from "../fake-upstream/json.ts";
import type { MatrixClient } from "./client.ts";

export const refusalText = "I cannot help with that.";

const named = (event: JsonObject): string => `event: ${event["type"]}\n${dataFrame(event)}`;

const chatHead = { id: "chatcmpl-1", created: 1_790_000_000, model: "m" };
const chatUsage = { prompt_tokens: 9, completion_tokens: 5, total_tokens: 14 };
const chunk = (delta: JsonObject, finish: string | null): string =>
	dataFrame({ ...chatHead, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }] });

const usage = { input_tokens: 9, output_tokens: 5 };
const responseHead = { id: "resp_1", object: "response", created_at: 1_790_000_000, model: "m", error: null, incomplete_details: null };
const item = { id: "msg_1", type: "message", role: "assistant" };
const refusalItem = { ...item, status: "completed", content: [{ type: "refusal", refusal: refusalText }] };
const response = { ...responseHead, status: "completed", output: [refusalItem], usage: { ...usage, total_tokens: 14 } };
const place = { item_id: "msg_1", output_index: 0, content_index: 0 };

const message = { id: "msg_1", type: "message", role: "assistant", model: "m", stop_sequence: null };

const candidates = [{ content: { role: "model", parts: [{ text: refusalText }] }, finishReason: "SAFETY", index: 0 }];
const geminiAnswer = {
	candidates,
	usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 5, totalTokenCount: 14 },
	modelVersion: "m",
	responseId: "g1",
};

/** How each vendor's model declines: whole, and as frames. */
export const refusals: Readonly<Record<MatrixClient["id"], Behaviour>> = {
	"openai-chat": {
		body: {
			...chatHead,
			object: "chat.completion",
			choices: [{ index: 0, message: { role: "assistant", content: null, refusal: refusalText }, finish_reason: "stop" }],
			usage: chatUsage,
		},
		frames: [
			chunk({ role: "assistant", content: null }, null),
			chunk({ refusal: refusalText }, null),
			chunk({}, "stop"),
			dataFrame({ ...chatHead, object: "chat.completion.chunk", choices: [], usage: chatUsage }),
			"data: [DONE]\n\n",
		],
	},
	"openai-responses": {
		body: response,
		frames: [
			{ type: "response.created", response: { ...responseHead, status: "in_progress", output: [] } },
			{ type: "response.output_item.added", output_index: 0, item: { ...item, status: "in_progress", content: [] } },
			{ type: "response.content_part.added", ...place, part: { type: "refusal", refusal: "" } },
			{ type: "response.refusal.delta", ...place, delta: refusalText },
			{ type: "response.refusal.done", ...place, refusal: refusalText },
			{ type: "response.output_item.done", output_index: 0, item: refusalItem },
			{ type: "response.completed", response },
		].map((event, at) => named({ ...event, sequence_number: at })),
	},
	"anthropic-messages": {
		body: { ...message, content: [{ type: "text", text: refusalText }], stop_reason: "refusal", usage },
		frames: [
			{ type: "message_start", message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } } },
			{ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
			{ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: refusalText } },
			{ type: "content_block_stop", index: 0 },
			{ type: "message_delta", delta: { stop_reason: "refusal", stop_sequence: null }, usage: { output_tokens: 5 } },
			{ type: "message_stop" },
		].map(named),
	},
	gemini: { body: geminiAnswer, frames: [dataFrame(geminiAnswer)] },
};
