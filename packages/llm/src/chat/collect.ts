import type { AssistantPart, ToolCallPart } from "./request.ts";
import type { ChatResponse } from "./response.ts";
import type { StreamPart } from "./stream-part.ts";

/** A stream put together so far. */
export interface Collected {
	readonly response: ChatResponse;
	/** Where in the content each tool call stands, by its index. */
	readonly calls: readonly number[];
	/** A finish reason has come: without one the stream was broken. */
	readonly finished: boolean;
}

export const nothingCollected: Collected = {
	response: { id: "", model: "", created: 0, content: [], finishReason: "other", rawFinishReason: "" },
	calls: [],
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
			const last = state.response.content.at(-1);
			const ended = last?.type === "reasoning" && !isProved(last) ? last : undefined;
			return withContent(state, put(state, ended, { type: "reasoning", text: ended?.text ?? "", ...proof }));
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
	const last = state.response.content.at(-1);
	const grows = last?.type === type && !isProved(last) ? last : undefined;
	if (text === "" && grows === undefined) return state;
	return withContent(state, put(state, grows, { ...(grows ?? { type }), text: (grows?.text ?? "") + text }));
}

/** In place of the last part when that is the one that grows, else behind it. */
const put = ({ response: { content } }: Collected, grows: AssistantPart | undefined, part: AssistantPart): readonly AssistantPart[] =>
	grows === undefined ? [...content, part] : content.with(-1, part);

const isProved = (part: AssistantPart): boolean =>
	part.type === "reasoning" && (part.signature !== undefined || part.encrypted !== undefined || part.id !== undefined);
