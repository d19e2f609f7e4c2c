import { defined, numberOf, objectOf, stringOf } from "../../chat/json.ts";
import type { AssistantPart, Json } from "../../chat/request.ts";
import type { ChatResponse } from "../../chat/response.ts";
import { MalformedAnswer } from "../protocol.ts";
import { firstChoice, madeUpCallId, readCalls, readSaid } from "./answer.ts";
import { messageOf } from "./error.ts";
import { parseFinishReason } from "./finish-reason.ts";
import { parseUsage } from "./usage.ts";

/** A `chat.completion` of any dialect. Throws `MalformedAnswer` when it has no message, with the provider's error if it is one. */
export function parseResponse(body: Json): ChatResponse {
	const answer = objectOf(body);
	const choice = answer && firstChoice(answer);
	const message = objectOf(choice?.message);
	if (answer === undefined || choice === undefined || message === undefined) {
		throw new MalformedAnswer(messageOf(body) ?? "The provider's answer has no message");
	}
	const id = stringOf(answer.id) ?? "";
	const { reasoning, text, refusal } = readSaid(message);
	const calls = readCalls(message);
	const content: AssistantPart[] = [];
	if (reasoning !== "") content.push({ type: "reasoning", text: reasoning });
	if (text !== "") content.push({ type: "text", text });
	if (refusal !== "") content.push({ type: "refusal", text: refusal });
	for (const [index, call] of calls.entries()) {
		content.push({ type: "tool-call", id: call.id || madeUpCallId(id, index), name: call.name, arguments: call.arguments });
	}
	const raw = stringOf(choice.finish_reason) ?? "";
	return defined({
		id,
		model: stringOf(answer.model) ?? "",
		created: numberOf(answer.created) ?? 0,
		content,
		finishReason: parseFinishReason(raw, calls.length > 0),
		rawFinishReason: raw,
		usage: parseUsage(answer.usage) ?? parseUsage(objectOf(answer.x_groq)?.usage),
	});
}
