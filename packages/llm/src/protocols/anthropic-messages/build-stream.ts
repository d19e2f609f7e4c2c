import type { JsonObject } from "../../chat/request.ts";
import type { Usage } from "../../chat/response.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import type { Machine, StreamOptions } from "../protocol.ts";
import { messageId } from "./build-response.ts";
import { stopReason } from "./finish-reason.ts";
import { said, type Waiting } from "./stream-blocks.ts";
import { buildUsage } from "./usage.ts";

/** An event of the stream as text. */
export const frame = (event: JsonObject): string => `event: ${String(event.type)}\ndata: ${JSON.stringify(event)}\n\n`;

export const keepAlive = frame({ type: "ping" });

interface State {
	readonly started: boolean;
	/** Index of the block that is open or opened next. */
	readonly index: number;
	/** Blocks not yet stopped; the first is the one being written. */
	readonly waiting: readonly Waiting[];
	readonly usage: Usage | undefined;
	readonly finish: Extract<StreamPart, { type: "finish" }> | undefined;
	readonly refused: boolean;
}

const initial: State = { started: false, index: 0, waiting: [], usage: undefined, finish: undefined, refused: false };

/**
 * Parts to the events of a streamed message. Blocks never interleave: what belongs to a later block waits until the one before it has ended, as parallel
 * calls of other providers make necessary. An error has no event here: the caller ends the stream with `buildStreamError`.
 */
export function streamBuilder({ origin }: StreamOptions): Machine<State, StreamPart, string> {
	return {
		initial,
		step(state, part) {
			if (part.type === "ping") return [state, [keepAlive]];
			if (part.type === "error") return [state, []];
			if (part.type === "usage") return [{ ...state, usage: part.usage }, []];
			const head = state.started ? [] : [frame(messageStart(part))];
			const [next, out] = written({ ...state, started: true }, said(state.waiting, part, origin));
			const noted = part.type === "finish" ? { ...next, finish: part } : part.type === "refusal-delta" ? { ...next, refused: true } : next;
			return [noted, [...head, ...out]];
		},
		end({ finish, usage, refused }) {
			if (finish === undefined) return [];
			const { reason, raw, stopSequence } = finish;
			const delta = { stop_reason: stopReason({ reason, raw, refused, stopSequence }), stop_sequence: stopSequence ?? null };
			return [frame({ type: "message_delta", delta, usage: buildUsage(usage) }), frame({ type: "message_stop" })];
		},
	};
}

function messageStart(part: StreamPart): JsonObject {
	const { id, model } = part.type === "start" ? part : { id: "", model: "" };
	const empty = { content: [], stop_reason: null, stop_sequence: null, stop_details: null, usage: buildUsage(undefined) };
	return { type: "message_start", message: { id: messageId(id), type: "message", role: "assistant", model, ...empty } };
}

/** Writes what the first waiting block has, and those after it as far as each has ended. */
function written(state: State, waiting: readonly Waiting[]): readonly [State, string[]] {
	const out: string[] = [];
	let index = state.index;
	for (const [place, block] of waiting.entries()) {
		if (block.start !== undefined) out.push(frame({ type: "content_block_start", index, content_block: block.start }));
		for (const delta of block.deltas) out.push(frame({ type: "content_block_delta", index, delta }));
		if (!block.ended) return [{ ...state, index, waiting: [{ ...block, start: undefined, deltas: [] }, ...waiting.slice(place + 1)] }, out];
		out.push(frame({ type: "content_block_stop", index }));
		index++;
	}
	return [{ ...state, index, waiting: [] }, out];
}
