import type { AssistantPart, FilePart, ImagePart, Message, TextPart, ToolCallPart, ToolResultPart, UserPart } from "../../chat/request.ts";
import { parseAudio } from "../openai-chat/media.ts";
import type { Unwrapped } from "../wrapped-signature.ts";
import { parseFile, parseImage } from "./media.ts";
import { parseReasoning, wrappedIn } from "./reasoning.ts";
import type { CallBody, ContentBody, ItemBody, PartBody, RequestBody } from "./schema.ts";

/**
 * The conversation in the hub's form: what the model said between two turns of others (reasoning, words, calls) is one assistant message, and results
 * that follow one another are one `tool` message. Throws `InvalidRequest`.
 */
export function parseInput({ instructions, input }: Pick<RequestBody, "instructions" | "input">): Message[] {
	const messages: Message[] = instructions ? [{ role: "system", content: [{ type: "text", text: instructions }] }] : [];
	if (typeof input === "string") return [...messages, { role: "user", content: textParts(input) }];
	/** The proof of the call that comes next, see `wrapSignature`. */
	let ofCall: Unwrapped | undefined;
	for (const [at, item] of (input ?? []).entries()) {
		const wrapped = item.type === "reasoning" ? wrappedIn(item) : undefined;
		if (wrapped?.proof.ofCall) {
			ofCall = wrapped;
		} else if (item.type === "function_call") {
			addSaid(messages, [parseCall(item, ofCall)]);
			ofCall = undefined;
		} else {
			add(messages, item, `input[${at}]`);
		}
	}
	return messages;
}

function parseCall({ call_id: id, name, arguments: text }: CallBody, ofCall: Unwrapped | undefined): ToolCallPart {
	const call: ToolCallPart = { type: "tool-call", id, name, arguments: text };
	const signature = ofCall?.proof.signature;
	return ofCall === undefined || signature === undefined ? call : { ...call, signature, origin: ofCall.origin };
}

function add(messages: Message[], item: Exclude<ItemBody, CallBody>, path: string): void {
	switch (item.type) {
		case "message":
			addMessage(messages, item, `${path}.content`);
			break;
		case "reasoning":
			addSaid(messages, parseReasoning(item));
			break;
		case "function_call_output": {
			const content = resultParts(item.output, `${path}.output`);
			addResult(messages, { type: "tool-result", callId: item.call_id, content, isError: false });
			break;
		}
	}
}

function addMessage(messages: Message[], { role, content }: Extract<ItemBody, { type: "message" }>, path: string): void {
	switch (role) {
		case "system":
			messages.push({ role: "system", content: userParts(content, path).filter((part) => part.type === "text") });
			break;
		case "developer":
			messages.push({ role: "system", content: userParts(content, path).filter((part) => part.type === "text"), developer: true });
			break;
		case "user":
			messages.push({ role: "user", content: userParts(content, path) });
			break;
		case "assistant":
			addSaid(messages, assistantParts(content));
			break;
	}
}

function addSaid(messages: Message[], parts: readonly AssistantPart[]): void {
	if (parts.length === 0) return;
	const last = messages.at(-1);
	if (last?.role === "assistant") messages[messages.length - 1] = { role: "assistant", content: [...last.content, ...parts] };
	else messages.push({ role: "assistant", content: parts });
}

function addResult(messages: Message[], result: ToolResultPart): void {
	const last = messages.at(-1);
	if (last?.role === "tool") messages[messages.length - 1] = { role: "tool", content: [...last.content, result] };
	else messages.push({ role: "tool", content: [result] });
}

/** The format's two ways to write one text; an empty one says nothing. */
const textParts = (text: string): TextPart[] => (text === "" ? [] : [{ type: "text", text }]);

function userParts(content: ContentBody, path: string): UserPart[] {
	if (typeof content === "string") return textParts(content);
	return content.flatMap((part, at) => userPart(part, `${path}[${at}]`));
}

function userPart(part: PartBody, path: string): UserPart[] {
	switch (part.type) {
		case "input_text":
		case "output_text":
			return [{ type: "text", text: part.text }];
		case "input_image":
			return [{ ...parseImage(part, path), path }];
		case "input_file":
			return [{ ...parseFile(part, path), path }];
		case "input_audio":
			return [{ ...parseAudio(part.input_audio), path }];
		default:
			return [];
	}
}

const resultParts = (content: ContentBody, path: string): (TextPart | ImagePart | FilePart)[] =>
	userParts(content, path).flatMap((part) => (part.type === "audio" ? [] : [part]));

function assistantParts(content: ContentBody): AssistantPart[] {
	if (typeof content === "string") return textParts(content);
	return content.flatMap((part): AssistantPart[] => {
		if (part.type === "input_text" || part.type === "output_text") return [{ type: "text", text: part.text }];
		return part.type === "refusal" ? [{ type: "refusal", text: part.refusal }] : [];
	});
}
