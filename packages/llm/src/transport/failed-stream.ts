import type { ClientError, StreamBuilder, UpstreamProtocol } from "../protocols/protocol.ts";
import { frameSplitter } from "./sse.ts";

/**
 * The text that ends a stream that was passed through with an error, where the client's protocol names the answer in it; undefined where
 * `buildStreamError` says all there is to say.
 *
 * @param head the stream's bytes up to its first output
 */
export function failedAfter(
	head: Uint8Array | string,
	upstream: UpstreamProtocol,
	builder: StreamBuilder<unknown>,
	error: ClientError,
): string | undefined {
	if (!builder.fail) return undefined;
	const parser = upstream.streamParser();
	let parsing = parser.initial;
	let building = builder.initial;
	for (const frame of frameSplitter().push(typeof head === "string" ? Buffer.from(head) : head)) {
		const [next, parts] = parser.step(parsing, frame);
		parsing = next;
		for (const part of parts) if (part.type === "start") [building] = builder.step(building, part);
	}
	return builder.fail(building, error);
}
