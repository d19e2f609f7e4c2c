import { arrayOf, objectOf, parseJson, stringOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";
import type { PassedRequest } from "../protocol.ts";
import { spliceModel } from "../splice.ts";
import { isWrapped, mayHoldWrapped } from "../wrapped-signature.ts";

/** The client's body for an Anthropic account: as it is but for the model id, and without thinking that another provider did in an earlier turn. */
export function passRequest(rawBody: string, model: string): PassedRequest {
	const body = spliceModel(rawBody, model);
	const request = mayHoldWrapped(body) ? objectOf(parseJson(body)) : undefined;
	if (request === undefined) return { body, warnings: [] };
	const messages = arrayOf(request.messages).flatMap(withoutForeign);
	return { body: JSON.stringify({ ...request, messages }), warnings: ["dropped: reasoning that was not made by this provider"] };
}

/** A message of which nothing is left goes too: Anthropic refuses empty ones and joins the turns around it. */
function withoutForeign(value: Json): Json[] {
	const message = objectOf(value);
	if (!message || !Array.isArray(message.content)) return [value];
	const content = message.content.filter((block) => !isForeign(objectOf(block) ?? {}));
	return content.length === 0 && message.content.length > 0 ? [] : [{ ...message, content }];
}

const isForeign = ({ type, signature, data }: JsonObject): boolean =>
	(type === "thinking" && isWrapped(stringOf(signature) ?? "")) || (type === "redacted_thinking" && isWrapped(stringOf(data) ?? ""));
