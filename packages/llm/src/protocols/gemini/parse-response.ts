import { objectOf, stringOf } from "../../chat/json.ts";
import type { AssistantPart, Json, JsonObject } from "../../chat/request.ts";
import type { ChatResponse } from "../../chat/response.ts";
import { MalformedAnswer } from "../protocol.ts";
import { answerIn, argumentsOf, callIdOf } from "./answer.ts";
import { errorOf, messageOf } from "./error.ts";
import { finishReason, isMalformed } from "./finish-reason.ts";
import { usageOf } from "./usage.ts";

/** A whole answer of `:generateContent`. Throws `MalformedAnswer` when there is none, or when the model's call could not be read and nothing else came. */
export function parseResponse(value: Json): ChatResponse {
	const error = errorOf(value);
	const body = objectOf(value);
	if (error !== undefined || body === undefined) throw new MalformedAnswer((error && messageOf(error)) ?? "The answer is no object");
	const { parts, finish, blocked, finishMessage } = answerIn(body);
	if (parts.length === 0 && finish === undefined) throw new MalformedAnswer("The answer has no candidate");
	const id = stringOf(body.responseId) ?? "";
	const content = partsOf(parts, id);
	const raw = finish ?? "";
	if (isMalformed(raw) && !content.some((part) => part.type === "text" || part.type === "tool-call")) {
		throw new MalformedAnswer(finishMessage ?? `The model's output could not be read (${raw})`);
	}
	const usage = usageOf(body.usageMetadata);
	const called = content.some((part) => part.type === "tool-call");
	return {
		id,
		model: stringOf(body.modelVersion) ?? "",
		created: 0,
		content,
		finishReason: blocked ? "content-filter" : finishReason(raw, called),
		rawFinishReason: raw,
		...(usage && { usage }),
	};
}

function partsOf(parts: readonly JsonObject[], responseId: string): AssistantPart[] {
	const content: AssistantPart[] = [];
	let calls = 0;
	for (const part of parts) {
		const signature = stringOf(part.thoughtSignature);
		const call = objectOf(part.functionCall);
		const text = stringOf(part.text) ?? "";
		if (call !== undefined) content.push({ ...toolCall(call, responseId, calls++), ...(signature && { signature }) });
		else if (part.thought === true) content.push({ type: "reasoning", text, ...(signature && { signature }) });
		else {
			if (text !== "") content.push({ type: "text", text });
			if (signature) content.push({ type: "reasoning", text: "", signature });
		}
	}
	return content;
}

const toolCall = (call: JsonObject, responseId: string, index: number) =>
	({
		type: "tool-call",
		id: callIdOf(call, responseId, index),
		name: stringOf(call.name) ?? "",
		arguments: argumentsOf(call.args),
	}) as const;
