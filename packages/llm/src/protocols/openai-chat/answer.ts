import { arrayOf, objectOf, stringOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";

/** What one message, or one delta of it, says outside its tool calls. Empty texts are left out. */
export interface Said {
	readonly reasoning: string;
	readonly text: string;
	readonly refusal: string;
}

/**
 * Reads a message or delta of any dialect. Reasoning stands in `reasoning_content` (DeepSeek, xAI), `reasoning` (Groq, OpenRouter) or, at Mistral, among
 * the parts of an array content.
 */
export function readSaid(message: JsonObject): Said {
	const content = message.content;
	const parts = arrayOf(content).map(objectOf);
	const textOf = (type: string) => parts.map((part) => (part?.type === type ? plain(part[type]) : "")).join("");
	return {
		reasoning: (stringOf(message.reasoning_content) || stringOf(message.reasoning) || "") + textOf("thinking"),
		text: (stringOf(content) ?? "") + textOf("text"),
		refusal: (stringOf(message.refusal) ?? "") + textOf("refusal"),
	};
}

/** A string, or text parts in an array. */
const plain = (value: Json | undefined): string =>
	stringOf(value) ??
	arrayOf(value)
		.map((part) => stringOf(objectOf(part)?.text) ?? "")
		.join("");

/** A tool call, or a piece of one, as it stands in an answer; the names are empty in later pieces. */
export interface CallPiece {
	/** Which call of the answer it belongs to; undefined where the provider numbers none. */
	readonly index: number | undefined;
	readonly id: string;
	readonly name: string;
	readonly arguments: string;
}

/** The tool calls of a message or delta; the older `function_call` is one without an id. */
export function readCalls(message: JsonObject): CallPiece[] {
	const single = objectOf(message.function_call);
	const calls = arrayOf(message.tool_calls).flatMap((call) => {
		const fields = objectOf(call);
		return fields === undefined ? [] : [callPiece(fields, objectOf(fields.function))];
	});
	return single === undefined ? calls : [...calls, callPiece({ index: 0 }, single)];
}

function callPiece(call: JsonObject, fn: JsonObject | undefined): CallPiece {
	const index = call.index;
	return {
		index: typeof index === "number" ? index : undefined,
		id: stringOf(call.id) ?? "",
		name: stringOf(fn?.name) ?? "",
		arguments: argumentsText(fn?.arguments),
	};
}

/** Some servers send the arguments as an object, not as its JSON text. */
const argumentsText = (value: Json | undefined): string =>
	stringOf(value) ?? (value === undefined || value === null ? "" : JSON.stringify(value));

/** A tool result must name its call, so a call without an id gets one, the same whenever the same answer is read. */
export const madeUpCallId = (answerId: string, index: number): string => `call_${answerId.replace(/[^A-Za-z0-9_-]/g, "")}_${index}`;

/** The answer the hub has room for: the first of several. */
export function firstChoice(answer: JsonObject): JsonObject | undefined {
	return arrayOf(answer.choices)
		.map(objectOf)
		.find((choice) => choice !== undefined && (choice.index ?? 0) === 0);
}
