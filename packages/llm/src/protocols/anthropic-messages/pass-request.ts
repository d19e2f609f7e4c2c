import { arrayOf, objectOf, parseJson, stringOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";
import type { PassedRequest, PassOptions } from "../protocol.ts";
import { spliceModel } from "../splice.ts";
import { withStream } from "../stream-field.ts";
import { isWrapped, mayHoldWrapped } from "../wrapped-signature.ts";

/** The client's body for an Anthropic account: as it is but for the model id, and without thinking that another provider did in an earlier turn. */
export function passRequest(rawBody: string, model: string, { bare = false, stream }: PassOptions = {}): PassedRequest {
	const body = withStream(spliceModel(rawBody, model), stream);
	const request = bare || mayHoldWrapped(body) ? objectOf(parseJson(body)) : undefined;
	if (request === undefined) return { body, warnings: [] };
	const before = arrayOf(request.messages);
	const messages = before.flatMap((message) => without(bare ? isThought : isForeign, message));
	if (bare && JSON.stringify(messages) === JSON.stringify(before)) return { body, warnings: [] };
	if (bare) return { body: JSON.stringify({ ...thinkingAnew(request, before), messages }), warnings: [] };
	return { body: JSON.stringify({ ...request, messages }), warnings: ["dropped: reasoning that was not made by this provider"] };
}

/** A message of which nothing is left goes too: Anthropic refuses empty ones and joins the turns around it. */
function without(isGone: (block: JsonObject) => boolean, value: Json): Json[] {
	const message = objectOf(value);
	if (!message || !Array.isArray(message.content)) return [value];
	const content = message.content.filter((block) => !isGone(objectOf(block) ?? {}));
	return content.length === 0 && message.content.length > 0 ? [] : [{ ...message, content }];
}

/** With a thinking budget, a turn that goes on after tool results must have begun with thinking: without it there is none for this call. */
function thinkingAnew({ thinking, ...request }: JsonObject, messages: readonly Json[]): JsonObject {
	const [first] = arrayOf(objectOf(messages.at(-1))?.content);
	const cannot = objectOf(thinking)?.type === "enabled" && objectOf(first)?.type === "tool_result";
	return cannot || thinking === undefined ? request : { thinking, ...request };
}

const isThought = ({ type }: JsonObject): boolean => type === "thinking" || type === "redacted_thinking";

const isForeign = ({ type, signature, data }: JsonObject): boolean =>
	(type === "thinking" && isWrapped(stringOf(signature) ?? "")) || (type === "redacted_thinking" && isWrapped(stringOf(data) ?? ""));
