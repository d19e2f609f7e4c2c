import { estimateAnswer } from "../chat/estimate-tokens.ts";
import type { ChatResponse } from "../chat/response.ts";
import { streamOf } from "../chat/stream-of.ts";
import type { StreamBuilder } from "../protocols/protocol.ts";
import type { HeldStream } from "./hold.ts";
import { partWriter } from "./part-writer.ts";

/** A whole answer told at once as a stream, to a client that asked for one where the provider gives none. */
export function toldAsStream(response: ChatResponse, builder: StreamBuilder<unknown>): Extract<HeldStream, { kind: "output" }> {
	const writer = partWriter(builder);
	const told = streamOf(response).map(writer.write).join("");
	const { finishReason: reason, rawFinishReason: raw, usage } = response;
	return {
		kind: "output",
		first: told + writer.end(),
		rest: nothing(),
		summary: () => ({ finish: { reason, raw }, ...(usage && { usage }), said: estimateAnswer(response), broken: false, owesError: false }),
		failure: () => undefined,
	};
}

async function* nothing(): AsyncGenerator<string, void> {}
