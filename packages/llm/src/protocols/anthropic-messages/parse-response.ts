import { objectOf, stringOf } from "../../chat/json.ts";
import type { AssistantPart, Json, JsonObject, RefusalPart } from "../../chat/request.ts";
import type { ChatResponse } from "../../chat/response.ts";
import { MalformedAnswer } from "../protocol.ts";
import { messageOf } from "./error.ts";
import { finishReason } from "./finish-reason.ts";
import { usageOf } from "./usage.ts";

/** A whole answer of `POST /v1/messages`. Blocks of server tools and of kinds not known are left out. Throws `MalformedAnswer`. */
export function parseResponse(value: Json): ChatResponse {
	const body = objectOf(value);
	if (body === undefined || !Array.isArray(body.content)) {
		throw new MalformedAnswer(messageOf(value) ?? "The answer has no content list");
	}
	const content = [...body.content.flatMap(partsOf), ...refusalOf(body.stop_details)];
	const raw = stringOf(body.stop_reason) ?? "";
	const stopSequence = stringOf(body.stop_sequence);
	const usage = usageOf(body.usage);
	return {
		id: stringOf(body.id) ?? "",
		model: stringOf(body.model) ?? "",
		created: 0,
		content,
		finishReason: finishReason(
			raw,
			content.some((part) => part.type === "tool-call"),
		),
		rawFinishReason: raw,
		...(stopSequence !== undefined && { stopSequence }),
		...(usage && { usage }),
	};
}

function partsOf(value: Json): AssistantPart[] {
	const block = objectOf(value);
	switch (block?.type) {
		case "text":
			return [{ type: "text", text: stringOf(block.text) ?? "" }];
		case "thinking":
			return [thinkingPart(block)];
		case "redacted_thinking":
			return [{ type: "reasoning", text: "", encrypted: stringOf(block.data) ?? "" }];
		case "tool_use":
			return [toolCallPart(block)];
		default:
			return [];
	}
}

function thinkingPart(block: JsonObject): AssistantPart {
	const signature = stringOf(block.signature);
	return { type: "reasoning", text: stringOf(block.thinking) ?? "", ...(signature ? { signature } : {}) };
}

const toolCallPart = (block: JsonObject): AssistantPart => ({
	type: "tool-call",
	id: stringOf(block.id) ?? "",
	name: stringOf(block.name) ?? "",
	arguments: JSON.stringify(block.input ?? {}),
});

/** Why the provider refused, in its own words. */
export function refusalOf(stopDetails: Json | undefined): RefusalPart[] {
	const text = stringOf(objectOf(stopDetails)?.explanation);
	return text ? [{ type: "refusal", text }] : [];
}
