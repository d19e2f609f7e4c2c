import type { StreamPart } from "../chat/stream-part.ts";
import type { UpstreamProtocol } from "../protocols/protocol.ts";
import { type Frame, frameSplitter } from "./sse.ts";

/** A provider's bytes to the parts they tell, however the bytes are cut. */
export interface PartReader {
	/** Throws `HttpError` (`broken`) for a frame longer than any provider sends. */
	push(bytes: Uint8Array): readonly StreamPart[];
	/** What is still owed when the bytes are over. */
	end(): readonly StreamPart[];
}

export function partReader(upstream: UpstreamProtocol): PartReader {
	const splitter = frameSplitter();
	const parser = upstream.streamParser();
	let state = parser.initial;
	const read = (frames: readonly Frame[]): StreamPart[] =>
		frames.flatMap((frame) => {
			const [next, parts] = parser.step(state, frame);
			state = next;
			return parts;
		});
	return {
		push: (bytes) => read(splitter.push(bytes)),
		end: () => [...read(splitter.end()), ...parser.end(state)],
	};
}
