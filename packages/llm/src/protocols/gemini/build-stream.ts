import type { AssistantPart, JsonObject, ToolCallPart } from "../../chat/request.ts";
import type { Usage } from "../../chat/response.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import type { Machine, StreamOptions } from "../protocol.ts";
import { buildChunk, isProven, partsOf } from "./build-response.ts";
import { buildFinishReason } from "./finish-reason.ts";

interface State {
	readonly head: { readonly id: string; readonly model: string };
	/** Calls whose arguments are still coming: here a call comes whole. */
	readonly calls: ReadonlyMap<number, ToolCallPart>;
	readonly usage: Usage | undefined;
	readonly finish: Extract<StreamPart, { type: "finish" }> | undefined;
	readonly refused: boolean;
}

const initial: State = { head: { id: "", model: "" }, calls: new Map(), usage: undefined, finish: undefined, refused: false };

/** Parts to the answer objects that make a stream. An error has none here: the caller ends the stream with `buildStreamError`. */
export function chunkBuilder({ origin }: StreamOptions): Machine<State, StreamPart, JsonObject> {
	return {
		initial,
		step: (state, part) => {
			const next = noted(state, part);
			const parts = said(state, part).flatMap((one) => partsOf(one, origin));
			return [next, parts.length > 0 ? [buildChunk(state.head, parts)] : []];
		},
		/** A call that was never said to end is told all the same, for a call is never dropped. */
		end({ head, calls, finish, usage, refused }) {
			if (finish === undefined) return [];
			const left = [...calls.values()].flatMap((call) => partsOf(call, origin));
			return [buildChunk(head, left, { finishReason: buildFinishReason(finish.reason, finish.raw, refused), usage })];
		},
	};
}

function noted(state: State, part: StreamPart): State {
	switch (part.type) {
		case "start":
			return { ...state, head: { id: part.id, model: part.model } };
		case "usage":
			return { ...state, usage: part.usage };
		case "finish":
			return { ...state, finish: part };
		case "refusal-delta":
			return { ...state, refused: true };
		case "tool-call-start": {
			const { index, id, name, signature } = part;
			const call: ToolCallPart = { type: "tool-call", id, name, arguments: "", ...(signature !== undefined && { signature }) };
			return { ...state, calls: new Map(state.calls).set(index, call) };
		}
		case "tool-call-delta": {
			const call = state.calls.get(part.index);
			if (call === undefined) return state;
			return { ...state, calls: new Map(state.calls).set(part.index, { ...call, arguments: call.arguments + part.arguments }) };
		}
		case "tool-call-end":
			return { ...state, calls: new Map([...state.calls].filter(([index]) => index !== part.index)) };
		default:
			return state;
	}
}

/** What of an answer the part completes. */
function said({ calls }: State, part: StreamPart): AssistantPart[] {
	switch (part.type) {
		case "text-delta":
		case "refusal-delta":
			return [{ type: "text", text: part.text }];
		case "reasoning-delta":
			return part.text === "" ? [] : [{ type: "reasoning", text: part.text }];
		case "reasoning-signature":
			return isProven(part) ? [{ ...part, type: "reasoning", text: "" }] : [];
		case "tool-call-end": {
			const call = calls.get(part.index);
			return call ? [call] : [];
		}
		default:
			return [];
	}
}
