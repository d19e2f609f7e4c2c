import { objectOf, parseJson, stringOf } from "../../chat/json.ts";
import type { Json } from "../../chat/request.ts";
import type { PassedRequest, PassOptions } from "../protocol.ts";
import { spliceModel } from "../splice.ts";
import { withStream } from "../stream-field.ts";
import { isWrapped, mayHoldWrapped } from "../wrapped-signature.ts";

/** The client's body for an account of the same protocol: as it is but for the model id, and without reasoning that another provider did earlier. */
export function passRequest(rawBody: string, model: string, { bare = false, stream }: PassOptions = {}): PassedRequest {
	const body = withStream(spliceModel(rawBody, model), stream);
	const request = bare || mayHoldWrapped(body) ? objectOf(parseJson(body)) : undefined;
	if (!Array.isArray(request?.input)) return { body, warnings: [] };
	const input = request.input.filter((item) => !(bare ? isReasoning : isForeign)(item));
	if (input.length === request.input.length) return { body, warnings: [] };
	if (bare) return { body: JSON.stringify({ ...request, input }), warnings: [] };
	return { body: JSON.stringify({ ...request, input }), warnings: ["dropped: reasoning that was not made by this provider"] };
}

const isReasoning = (value: Json): boolean => objectOf(value)?.type === "reasoning";

function isForeign(value: Json): boolean {
	const item = objectOf(value);
	return item?.type === "reasoning" && isWrapped(stringOf(item.encrypted_content) ?? "");
}
