import { type Collected, collect, nothingCollected } from "../chat/collect.ts";
import type { ChatResponse } from "../chat/response.ts";
import type { StreamPart } from "../chat/stream-part.ts";
import type { UpstreamProtocol } from "../protocols/protocol.ts";
import { partReader } from "./part-reader.ts";

export type CollectedStream =
	| { readonly kind: "whole"; readonly response: ChatResponse }
	/** The provider's own error, before or after output: nobody has heard a word of the answer. `body` is its JSON text. */
	| { readonly kind: "error"; readonly message: string; readonly body: string }
	/** The stream ended with neither a finish reason nor an error. */
	| { readonly kind: "broken" };

/**
 * Reads a provider's event stream to its end as one answer, for a client that asked for no stream where the provider gives nothing else. Throws what `body`
 * throws (`HttpError`). The connection is closed in every case.
 */
export async function collectStream(body: AsyncIterable<Uint8Array>, upstream: UpstreamProtocol): Promise<CollectedStream> {
	const reader = partReader(upstream);
	let collected: Collected = nothingCollected;
	let error: CollectedStream | undefined;

	const add = (parts: readonly StreamPart[]): void => {
		for (const part of parts) {
			if (part.type === "error") error ??= { kind: "error", message: part.message, body: part.body };
			collected = collect(collected, part);
		}
	};
	for await (const bytes of body) {
		add(reader.push(bytes));
		if (error !== undefined) return error;
	}
	add(reader.end());
	if (error !== undefined) return error;
	return collected.finished ? { kind: "whole", response: collected.response } : { kind: "broken" };
}
