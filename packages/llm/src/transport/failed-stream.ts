import type { ClientError, StreamBuilder, UpstreamProtocol } from "../protocols/protocol.ts";
import { partReader } from "./part-reader.ts";
import { partWriter } from "./part-writer.ts";

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
	const writer = partWriter(builder);
	const parts = partReader(upstream).push(typeof head === "string" ? Buffer.from(head) : head);
	for (const part of parts) if (part.type === "start") writer.write(part);
	return writer.fail(error);
}
