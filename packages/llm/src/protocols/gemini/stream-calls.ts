import { objectOf, stringOf } from "../../chat/json.ts";
import type { JsonObject } from "../../chat/request.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import { callIdOf } from "./answer.ts";
import { withPieces } from "./partial-arguments.ts";

export interface CallState {
	readonly count: number;
	/** Arguments so far of the call that is still being written, the last one. */
	readonly open: JsonObject | undefined;
}

export const noCalls: CallState = { count: 0, open: undefined };

type Step = readonly [CallState, readonly StreamPart[]];

/**
 * One `functionCall` of a stream: with a name it begins a call, without one it goes on with the open call; `willContinue` leaves it open. Usually a call
 * comes whole. Arguments in pieces are sent on in one, when they are complete: a place may still change until then.
 */
export function callPiece(state: CallState, call: JsonObject, responseId: string, signature: string | undefined): Step {
	const name = stringOf(call.name);
	const [ready, begun] = name === undefined ? [state, []] : begin(state, call, name, responseId, signature);
	if (ready.open === undefined) return [ready, begun];
	const open = { ...ready.open, ...objectOf(call.args) };
	const grown = { ...ready, open: withPieces(open, call.partialArgs) };
	if (call.willContinue === true) return [grown, begun];
	const [closed, ended] = endCall(grown);
	return [closed, [...begun, ...ended]];
}

function begin(state: CallState, call: JsonObject, name: string, responseId: string, signature: string | undefined): Step {
	const [before, ended] = endCall(state);
	const index = before.count;
	const start: StreamPart = {
		type: "tool-call-start",
		index,
		id: callIdOf(call, responseId, index),
		name,
		...(signature !== undefined && { signature }),
	};
	return [{ count: index + 1, open: {} }, [...ended, start]];
}

/** Closes the open call, if there is one. */
export function endCall(state: CallState): Step {
	if (state.open === undefined) return [state, []];
	const index = state.count - 1;
	const text = JSON.stringify(state.open);
	return [
		{ ...state, open: undefined },
		[
			{ type: "tool-call-delta", index, arguments: text },
			{ type: "tool-call-end", index },
		],
	];
}
