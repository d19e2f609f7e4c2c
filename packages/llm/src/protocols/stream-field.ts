import { objectOf, parseJson } from "../chat/json.ts";

/** The body asking for a stream, or for a whole answer, where the provider gives nothing else; the very same text when `stream` is undefined. */
export function withStream(body: string, stream: boolean | undefined): string {
	const request = stream === undefined ? undefined : objectOf(parseJson(body));
	if (request === undefined) return body;
	const { stream: _, stream_options: __, ...others } = request;
	return JSON.stringify(stream ? { ...others, stream: true } : others);
}
