import type { JsonObject } from "../../chat/request.ts";
import { buildCall } from "./tools.ts";

/** The items of an answer, as they stand in a whole response and in the events of a stream. */

export type ItemStatus = "in_progress" | "completed" | "incomplete";

/** A piece of what a message says. */
export interface Words {
	readonly type: "text" | "refusal";
	readonly text: string;
}

export const wordsPart = ({ type, text }: Words): JsonObject =>
	type === "text" ? { type: "output_text", text, annotations: [], logprobs: [] } : { type: "refusal", refusal: text };

export const messageItem = (id: string, status: ItemStatus, words: readonly Words[]): JsonObject => ({
	id,
	type: "message",
	status,
	role: "assistant",
	content: words.map(wordsPart),
});

export const summaryPart = (text: string): JsonObject => ({ type: "summary_text", text });

export const reasoningItem = (id: string, text: string, encrypted: string | null): JsonObject => ({
	id,
	type: "reasoning",
	summary: text === "" ? [] : [summaryPart(text)],
	encrypted_content: encrypted,
});

export interface Call {
	readonly id: string;
	readonly name: string;
	readonly arguments: string;
}

export const callItem = (id: string, status: ItemStatus, call: Call): JsonObject => ({ id, ...buildCall(call), status });

const prefixes = { message: "msg", reasoning: "rs", call: "fc" } as const;

/** OpenAI refuses ids of another beginning when the item comes back; the place makes it unique in its answer. */
export const itemId = (kind: keyof typeof prefixes, responseId: string, place: number): string =>
	`${prefixes[kind]}_${responseId.replace(/^resp_/, "")}_${place}`;

export const responseIdOf = (id: string): string => (id.startsWith("resp_") ? id : `resp_${id.replace(/[^A-Za-z0-9_-]/g, "")}`);

/** The official SDK refuses an answer with two calls of one id. */
export function freeCallId(id: string, taken: readonly string[]): string {
	let free = id;
	for (let count = 2; taken.includes(free); count++) free = `${id}_${count}`;
	return free;
}
