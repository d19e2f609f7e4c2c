import type { ChatResponse } from "../chat/response.ts";
import { streamOf } from "../chat/stream-of.ts";
import type { StreamBuilder } from "../protocols/protocol.ts";
import type { HeldStream } from "./hold.ts";

/** A whole answer told at once as a stream, to a client that asked for one where the provider gives none. */
export function toldAsStream(response: ChatResponse, builder: StreamBuilder<unknown>): Extract<HeldStream, { kind: "output" }> {
	let state = builder.initial;
	let first = "";
	for (const part of streamOf(response)) {
		const [next, out] = builder.step(state, part);
		state = next;
		first += out.join("");
	}
	const { finishReason: reason, rawFinishReason: raw, usage } = response;
	return {
		kind: "output",
		first: first + builder.end(state).join(""),
		rest: nothing(),
		summary: () => ({ finish: { reason, raw }, ...(usage && { usage }), broken: false, owesError: false }),
		failure: () => undefined,
	};
}

async function* nothing(): AsyncGenerator<string, void> {}
