import type { AssistantPart, FilePart, ImagePart, Message, TextPart, ToolResultPart, UserPart } from "../../chat/request.ts";
import { parseAudio, parseFile, parseUrl } from "./media.ts";
import type { ContentBody, MessageBody, PartBody } from "./schema.ts";

type Assistant = Extract<MessageBody, { role: "assistant" }>;

/** The conversation in the hub's form: the results that follow one assistant message become one `tool` message. Throws `InvalidRequest`. */
export function parseMessages(bodies: readonly MessageBody[]): Message[] {
	const messages: Message[] = [];
	/** The id given to the last old `function_call`, which has none of its own. */
	let functionCallId = "";
	for (const [at, body] of bodies.entries()) {
		const path = `messages[${at}].content`;
		switch (body.role) {
			case "system":
				messages.push({ role: "system", content: texts(body.content) });
				break;
			case "developer":
				messages.push({ role: "system", content: texts(body.content), developer: true });
				break;
			case "user":
				messages.push({ role: "user", content: userParts(body.content, path), ...(body.name && { name: body.name }) });
				break;
			case "assistant":
				if (body.function_call) functionCallId = `call_function_${at}`;
				messages.push({ role: "assistant", content: assistantParts(body, functionCallId), ...(body.name && { name: body.name }) });
				break;
			case "tool":
				addResult(messages, { callId: body.tool_call_id, content: resultParts(body.content, path) });
				break;
			case "function":
				addResult(messages, { callId: functionCallId, name: body.name, content: resultParts(body.content, path) });
				break;
		}
	}
	return messages;
}

function addResult(messages: Message[], result: Omit<ToolResultPart, "type" | "isError">): void {
	const part: ToolResultPart = { type: "tool-result", isError: false, ...result };
	const last = messages.at(-1);
	if (last?.role === "tool") messages[messages.length - 1] = { role: "tool", content: [...last.content, part] };
	else messages.push({ role: "tool", content: [part] });
}

/** The format's two ways to write one text; an empty one says nothing. */
function partsOf(content: ContentBody | null | undefined): readonly PartBody[] {
	if (typeof content !== "string") return content ?? [];
	return content === "" ? [] : [{ type: "text", text: content }];
}

const texts = (content: ContentBody): TextPart[] =>
	partsOf(content).flatMap((part) => (part.type === "text" ? [{ type: "text" as const, text: part.text }] : []));

function userParts(content: ContentBody, path: string): UserPart[] {
	return partsOf(content).flatMap((part, at): UserPart[] => {
		const here = `${path}[${at}]`;
		switch (part.type) {
			case "text":
				return [{ type: "text", text: part.text }];
			case "image_url":
				return [imagePart(part.image_url, here)];
			case "file":
				return [{ ...parseFile(part.file, `${here}.file`), path: here }];
			case "input_audio":
				return [{ ...parseAudio(part.input_audio), path: here }];
			default:
				return [];
		}
	});
}

const imagePart = ({ url, detail }: { url: string; detail?: string | null | undefined }, path: string): ImagePart => ({
	type: "image",
	source: parseUrl(url, `${path}.image_url.url`),
	...(detail && { detail }),
	path,
});

/** OpenAI takes text only; compatible providers take images too. */
const resultParts = (content: ContentBody | null, path: string): (TextPart | ImagePart | FilePart)[] =>
	userParts(content ?? "", path).flatMap((part) => (part.type === "audio" ? [] : [part]));

function assistantParts(body: Assistant, functionCallId: string): AssistantPart[] {
	const parts: AssistantPart[] = [];
	if (body.reasoning_content) parts.push({ type: "reasoning", text: body.reasoning_content });
	for (const part of partsOf(body.content)) {
		if (part.type === "text") parts.push({ type: "text", text: part.text });
		if (part.type === "refusal") parts.push({ type: "refusal", text: part.refusal });
	}
	if (body.refusal) parts.push({ type: "refusal", text: body.refusal });
	for (const call of body.tool_calls ?? []) {
		if (call.type === "function")
			parts.push({ type: "tool-call", id: call.id, name: call.function.name, arguments: call.function.arguments });
	}
	if (body.function_call) {
		parts.push({ type: "tool-call", id: functionCallId, name: body.function_call.name, arguments: body.function_call.arguments });
	}
	return parts;
}
