import type { Json, JsonObject } from "../../chat/request.ts";
import { isEffort } from "./reasoning.ts";
import { hubFields, type MessageBody, type RequestBody } from "./schema.ts";

/**
 * What the client wrote that the hub has no word for, so that a translation can tell of its loss: top-level fields by name, and by their path content
 * parts, tools and calls of a type unknown here.
 */
export function otherFields(body: JsonObject, request: RequestBody): string[] {
	const fields = Object.keys(body).filter((name) => !hubFields.has(name) && !saysNothing(name, body[name]));
	if (typeof request.tool_choice === "object" && request.tool_choice?.type === "other") fields.push("tool_choice");
	if (request.response_format?.type === "other") fields.push("response_format");
	if (request.reasoning_effort && !isEffort(request.reasoning_effort)) fields.push("reasoning_effort");
	return [...fields, ...unknownTypes("tools", request.tools), ...request.messages.flatMap(unknownIn)];
}

/** Asking for text alone is asking for the usual. */
const saysNothing = (name: string, value: Json | undefined): boolean =>
	value === null || (name === "modalities" && JSON.stringify(value) === '["text"]');

/** Which of a message's parts are lost: those of an unknown type, and those that only another role may have. */
function unknownIn(message: MessageBody, at: number): string[] {
	const path = `messages[${at}]`;
	const content = typeof message.content === "string" ? [] : message.content;
	const calls = message.role === "assistant" ? message.tool_calls : [];
	return [...lost(`${path}.content`, content, takes[message.role]), ...unknownTypes(`${path}.tool_calls`, calls)];
}

type Typed = readonly { readonly type: string }[] | null | undefined;

const takes: Readonly<Record<MessageBody["role"], readonly string[]>> = {
	system: ["text"],
	developer: ["text"],
	user: ["text", "image_url", "file", "input_audio"],
	assistant: ["text", "refusal"],
	tool: ["text", "image_url", "file"],
	function: ["text", "image_url", "file"],
};

const lost = (path: string, items: Typed, taken: readonly string[]): string[] =>
	(items ?? []).flatMap(({ type }, at) => (taken.includes(type) ? [] : [`${path}[${at}]`]));

const unknownTypes = (path: string, items: Typed): string[] => lost(path, items, ["function"]);
