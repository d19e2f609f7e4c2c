import type { AssistantPart, FilePart, ImagePart, JsonObject, Message, TextPart, ToolResultPart, UserPart } from "../../chat/request.ts";
import { buildAudio, buildFile, buildImage } from "./media.ts";
import { buildToolCall } from "./tools.ts";

/** One hub message as this format's: a `tool` message becomes one for each result. Throws `InvalidRequest` for media that it cannot carry. */
export function buildMessages(message: Message): JsonObject[] {
	switch (message.role) {
		case "system":
			return [{ role: message.developer ? "developer" : "system", content: buildContent(message.content) }];
		case "user":
			return [{ role: "user", content: buildContent(message.content), ...(message.name && { name: message.name }) }];
		case "assistant":
			return [{ ...buildAssistant(message.content), ...(message.name && { name: message.name }) }];
		case "tool":
			return buildResults(message.content);
	}
}

/** A lone text stands as a string, which every compatible server takes. */
function buildContent(parts: readonly UserPart[]): string | JsonObject[] {
	const [only] = parts;
	if (only === undefined) return "";
	return parts.length === 1 && only.type === "text" ? only.text : parts.map(buildPart);
}

function buildPart(part: UserPart): JsonObject {
	switch (part.type) {
		case "text":
			return { type: "text", text: part.text };
		case "image":
			return buildImage(part);
		case "file":
			return buildFile(part);
		case "audio":
			return buildAudio(part);
	}
}

function buildAssistant(parts: readonly AssistantPart[]): JsonObject {
	const texts = parts.filter((part) => part.type === "text");
	const calls = parts.filter((part) => part.type === "tool-call");
	const refusals = parts.filter((part) => part.type === "refusal");
	const reasoning = parts.filter(isPlainReasoning);
	const silent = texts.length === 0 && calls.length + refusals.length > 0;
	return {
		role: "assistant",
		content: silent ? null : buildContent(texts),
		...(reasoning.length > 0 && { reasoning_content: reasoning.map((part) => part.text).join("") }),
		...(refusals.length > 0 && { refusal: refusals.map((part) => part.text).join("") }),
		...(calls.length > 0 && { tool_calls: calls.map(buildToolCall) }),
	};
}

/** Reasoning that came as `reasoning_content` may go back so; what is signed or encrypted belongs to another maker. */
export const isPlainReasoning = (part: AssistantPart): part is Extract<AssistantPart, { type: "reasoning" }> =>
	part.type === "reasoning" && part.signature === undefined && part.encrypted === undefined && part.origin === undefined;

/** Results are text only here: their images and files follow in a user message. */
function buildResults(results: readonly ToolResultPart[]): JsonObject[] {
	const media = results.flatMap(({ content }) => content.filter(isMedia));
	const messages = results.map((result): JsonObject => ({ role: "tool", tool_call_id: result.callId, content: resultContent(result) }));
	return media.length === 0 ? messages : [...messages, { role: "user", content: media.map(buildPart) }];
}

const isMedia = (part: TextPart | ImagePart | FilePart): part is ImagePart | FilePart => part.type !== "text";

/** There is no flag for a failed call either: the text says so. */
function resultContent({ content, isError }: ToolResultPart): string | JsonObject[] {
	const texts: TextPart[] = content.filter((part) => part.type === "text");
	const notes: TextPart[] = content.some(isMedia)
		? [{ type: "text", text: "(The result's images or files are in the next user message.)" }]
		: [];
	const [first, ...more] = [...texts, ...notes];
	if (!isError) return buildContent([...texts, ...notes]);
	return buildContent([{ type: "text", text: `Error: ${first?.text ?? "the tool failed"}` }, ...more]);
}
