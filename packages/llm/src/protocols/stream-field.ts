import { objectOf, parseJson } from "../chat/json.ts";
import type { JsonObject } from "../chat/request.ts";

/**
 * The body asking for a stream, or for a whole answer, where the provider gives nothing else; the very same text when `stream` is undefined.
 *
 * @param asked the fields by which this protocol asks for a stream
 */
export function withStream(body: string, stream: boolean | undefined, asked: JsonObject = { stream: true }): string {
	const request = stream === undefined ? undefined : objectOf(parseJson(body));
	if (request === undefined) return body;
	const { stream: _, stream_options: __, ...others } = request;
	return JSON.stringify(stream ? { ...others, ...asked } : others);
}
