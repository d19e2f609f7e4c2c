import type { AssistantPart, ToolCallPart } from "./request.ts";
import type { ChatResponse } from "./response.ts";
import type { StreamPart } from "./stream-part.ts";

/** A stream put together so far. */
export interface Collected {
	readonly response: ChatResponse;
	/** Where in the content each tool call stands, by its index. */
	readonly calls: readonly number[];
	/** So many parts of the content grow no more: reasoning has ended behind them. */
	readonly closed: number;
	/** A finish reason has come: without one the stream was broken. */
	readonly finished: boolean;
}

export const nothingCollected: Collected = {
	response: { id: "", model: "", created: 0, content: [], finishReason: "other", rawFinishReason: "" },
	calls: [],
	closed: 0,
	finished: false,
};

/** The answer with one more part of the stream: how a client that wants a whole answer is served by a provider that only streams. */
export function collect(state: Collected, part: StreamPart): Collected {
	switch (part.type) {
		case "start":
			return { ...state, response: { ...state.response, id: part.id, model: part.model, created: part.created ?? 0 } };
		case "text-delta":
			return said(state, "text", part.text);
		case "reasoning-delta":
			return said(state, "reasoning", part.text);
		case "refusal-delta":
			return said(state, "refusal", part.text);
		case "reasoning-signature": {
			const { type: _, ...proof } = part;
			const open = growing(state, "reasoning");
			const proved = Object.keys(proof).length > 0;
			const ended = open !== undefined || proved ? put(state, open, { type: "reasoning", text: open?.text ?? "", ...proof }) : state;
			return { ...ended, closed: ended.response.content.length };
		}
		case "tool-call-start": {
			const { type: _, index, ...call } = part;
			const { content } = state.response;
			const calls = [...state.calls];
			calls[index] = content.length;
			return withContent({ ...state, calls }, [...content, { type: "tool-call", ...call, arguments: "" }]);
		}
		case "tool-call-delta": {
			const place = state.calls[part.index] ?? -1;
			const call = state.response.content[place];
			if (call?.type !== "tool-call") return state;
			const longer: ToolCallPart = { ...call, arguments: call.arguments + part.arguments };
			return withContent(state, state.response.content.with(place, longer));
		}
		case "usage":
			return { ...state, response: { ...state.response, usage: part.usage } };
		case "finish": {
			if (state.finished) return state;
			const { reason, raw, stopSequence } = part;
			const finish = { finishReason: reason, rawFinishReason: raw, ...(stopSequence !== undefined && { stopSequence }) };
			return { ...state, finished: true, response: { ...state.response, ...finish } };
		}
		default:
			return state;
	}
}

const withContent = (state: Collected, content: readonly AssistantPart[]): Collected => ({
	...state,
	response: { ...state.response, content },
});

function said(state: Collected, type: "text" | "reasoning" | "refusal", text: string): Collected {
	const open = growing(state, type);
	if (open !== undefined) return put(state, open, { ...open, text: open.text + text });
	return text === "" ? state : put(state, undefined, { type, text });
}

/** The last part when it is of this kind and still grows. */
function growing<Kind extends "text" | "reasoning" | "refusal">({ response: { content }, closed }: Collected, type: Kind) {
	const last = content.length > closed ? content.at(-1) : undefined;
	return last?.type === type ? (last as Extract<AssistantPart, { type: Kind }>) : undefined;
}

/** In place of the last part when that is the one that grows, else behind it. */
function put(state: Collected, open: AssistantPart | undefined, part: AssistantPart): Collected {
	const { content } = state.response;
	return withContent(state, open === undefined ? [...content, part] : content.with(-1, part));
}
