import type { StreamPart } from "../chat/stream-part.ts";
import type { ClientError, StreamBuilder } from "../protocols/protocol.ts";

/** Parts to the text that goes to a client. */
export interface PartWriter {
	write(part: StreamPart): string;
	/** What is still owed when the last part has been written. */
	end(): string;
	/** Ends the stream with an error instead; undefined where that is for `buildStreamError`. */
	fail(error: ClientError): string | undefined;
}

export function partWriter(builder: StreamBuilder<unknown>): PartWriter {
	let state = builder.initial;
	return {
		write(part) {
			const [next, out] = builder.step(state, part);
			state = next;
			return out.join("");
		},
		end: () => builder.end(state).join(""),
		fail: (error) => builder.fail?.(state, error),
	};
}
