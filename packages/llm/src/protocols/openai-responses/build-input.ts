import { defined } from "../../chat/json.ts";
import type { AssistantPart, JsonObject, Message, RefusalPart, TextPart, ToolResultPart, UserPart } from "../../chat/request.ts";
import type { Warn } from "../loss.ts";
import { InvalidRequest } from "../protocol.ts";
import { buildFile, buildImage } from "./media.ts";
import { buildReasoning, isOwnReasoning } from "./reasoning.ts";
import { buildCall } from "./tools.ts";

export interface Input {
	readonly instructions?: string;
	readonly input: JsonObject[];
}

/**
 * The conversation as items: a system message that stands first becomes the instructions, the others keep their places. Throws `InvalidRequest` when
 * nothing is said.
 */
export function buildInput(messages: readonly Message[], warn: Warn): Input {
	const [first, ...others] = messages;
	const leads = first?.role === "system" && first.developer !== true;
	const input = (leads ? others : messages).flatMap((message) => itemsOf(message, warn));
	if (leads && input.length > 0) return defined({ instructions: systemText(first.content) || undefined, input });
	const all = leads ? itemsOf(first, warn) : input;
	if (all.length === 0) throw new InvalidRequest("messages", "The messages have no content");
	return { input: all };
}

const systemText = (content: readonly TextPart[]): string =>
	content
		.map(({ text }) => text)
		.filter((text) => text !== "")
		.join("\n\n");

function itemsOf(message: Message, warn: Warn): JsonObject[] {
	if (message.content.length === 0) return [];
	switch (message.role) {
		case "system":
			return [messageItem(message.developer ? "developer" : "system", message.content.map(userPart))];
		case "user":
			return [messageItem("user", message.content.map(userPart))];
		case "assistant":
			return saidItems(message.content, warn);
		case "tool":
			return message.content.map(resultItem);
	}
}

const messageItem = (role: string, content: JsonObject[]): JsonObject => ({ type: "message", role, content });

function userPart(part: UserPart): JsonObject {
	switch (part.type) {
		case "text":
			return { type: "input_text", text: part.text };
		case "image":
			return buildImage(part);
		case "file":
			return buildFile(part);
		case "audio":
			throw new InvalidRequest(part.path ?? "messages", "OpenAI Responses takes no sound", "unsupported_parameter");
	}
}

/** Words that follow one another are one message; reasoning that only its maker can read goes back to it alone. */
function saidItems(parts: readonly AssistantPart[], warn: Warn): JsonObject[] {
	const items: JsonObject[] = [];
	let words: JsonObject[] = [];
	const endMessage = (): void => {
		if (words.length > 0) items.push(messageItem("assistant", words));
		words = [];
	};
	for (const part of parts) {
		if (part.type === "text" || part.type === "refusal") {
			words.push(saidPart(part));
		} else if (part.type === "tool-call") {
			endMessage();
			items.push(buildCall(part));
		} else if (isOwnReasoning(part)) {
			endMessage();
			items.push(buildReasoning(part));
		} else {
			warn("dropped: reasoning that was not made by this provider");
		}
	}
	endMessage();
	return items;
}

const saidPart = (part: TextPart | RefusalPart): JsonObject =>
	part.type === "text" ? { type: "output_text", text: part.text } : { type: "refusal", refusal: part.text };

/** There is no flag for a failed call: the text says so. */
function resultItem({ callId, content, isError }: ToolResultPart): JsonObject {
	const parts = isError ? markedAsError(content) : content;
	const [only] = parts;
	const plain = parts.length === 0 || (parts.length === 1 && only?.type === "text");
	return {
		type: "function_call_output",
		call_id: callId,
		output: plain ? (only?.type === "text" ? only.text : "") : parts.map(userPart),
	};
}

function markedAsError(content: ToolResultPart["content"]): ToolResultPart["content"] {
	const [first, ...more] = content;
	if (first?.type === "text") return [{ type: "text", text: `Error: ${first.text}` }, ...more];
	return [{ type: "text", text: "Error: the tool failed" }, ...content];
}
