import { objectOf, parseJson } from "../../chat/json.ts";
import type { Frame } from "../../transport/sse.ts";
import type { PassedRequest, PassOptions } from "../protocol.ts";
import { spliceModel, withFields } from "../splice.ts";
import { withStream } from "../stream-field.ts";

/**
 * The client's body for an account of the same protocol: as it is but for the model id, and for the wish to have a stream's counts, which OpenAI tells only
 * to those who ask. Its history carries no proofs.
 */
export function passRequest(rawBody: string, model: string, { stream, askUsage = false }: PassOptions = {}): PassedRequest {
	const body = withStream(spliceModel(rawBody, model), stream);
	if (!askUsage) return { body, warnings: [] };
	return { body: withFields(body, "stream_options", { include_usage: true }), warnings: [], unasked: isUsageChunk };
}

/** The chunk that comes before `[DONE]` where the counts were asked for: it has no choice. */
function isUsageChunk({ data }: Frame): boolean {
	const chunk = data.includes('"usage"') ? objectOf(parseJson(data)) : undefined;
	return objectOf(chunk?.usage) !== undefined && Array.isArray(chunk?.choices) && chunk.choices.length === 0;
}
