import { arrayOf, defined, objectOf, stringOf } from "../../chat/json.ts";
import type { AssistantPart, Json, JsonObject } from "../../chat/request.ts";
import { summaryText } from "./reasoning.ts";

/** The items of an answer, whatever else stands among them. */
export const outputItems = (response: JsonObject): JsonObject[] =>
	arrayOf(response.output)
		.map(objectOf)
		.filter((item) => item !== undefined);

/** What one item of an answer says; nothing for the provider's own tools and for what is unknown. */
export function readItem(item: JsonObject): AssistantPart[] {
	switch (item.type) {
		case "message":
			return arrayOf(item.content).flatMap((part) => readContent(objectOf(part) ?? {}));
		case "reasoning":
			return readReasoning(item);
		case "function_call":
			return [{ type: "tool-call", ...readCall(item) }];
		default:
			return [];
	}
}

function readContent(part: JsonObject): AssistantPart[] {
	const text = stringOf(part.text);
	if (part.type === "output_text" && text) return [{ type: "text", text }];
	const refusal = stringOf(part.refusal);
	return part.type === "refusal" && refusal ? [{ type: "refusal", text: refusal }] : [];
}

/** Reasoning that neither says nor proves anything is left out. */
function readReasoning(item: JsonObject): AssistantPart[] {
	const text = textsOf(item.summary) || textsOf(item.content);
	const encrypted = stringOf(item.encrypted_content) || undefined;
	if (text === "" && encrypted === undefined) return [];
	return [defined({ type: "reasoning" as const, text, encrypted, id: stringOf(item.id) || undefined })];
}

const textsOf = (parts: Json | undefined): string =>
	summaryText(arrayOf(parts).map((part) => ({ text: stringOf(objectOf(part)?.text) ?? "" })));

export interface ReadCall {
	readonly id: string;
	readonly name: string;
	readonly arguments: string;
}

/** The item's own id stands in where a look-alike server leaves out the call's. */
export const readCall = (item: JsonObject): ReadCall => ({
	id: stringOf(item.call_id) || (stringOf(item.id) ?? ""),
	name: stringOf(item.name) ?? "",
	arguments: stringOf(item.arguments) ?? "",
});
