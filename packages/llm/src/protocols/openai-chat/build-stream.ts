import type { JsonObject } from "../../chat/request.ts";
import type { Usage } from "../../chat/response.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import type { Machine, StreamOptions } from "../protocol.ts";
import { buildFinishReason } from "./finish-reason.ts";
import { buildUsage } from "./usage.ts";

export const keepAlive = ": keep-alive\n\n";

interface State {
	/** The fields every chunk repeats; undefined until the first chunk. */
	readonly head: { readonly id: string; readonly object: string; readonly created: number; readonly model: string } | undefined;
	readonly usage: Usage | undefined;
	readonly finished: boolean;
}

/** Parts to the text of `chat.completion.chunk` frames. An error has no chunk: the caller ends the stream with `buildStreamError`. */
export function streamBuilder({ includeUsage, created = 0 }: StreamOptions): Machine<State, StreamPart, string> {
	const headOf = (part: StreamPart): NonNullable<State["head"]> =>
		part.type === "start"
			? { id: part.id, object: "chat.completion.chunk", created: part.created || created, model: part.model }
			: { id: "", object: "chat.completion.chunk", created, model: "" };

	const chunk = (head: NonNullable<State["head"]>, delta: JsonObject, finishReason: string | null): string =>
		frame({
			...head,
			choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
			// Once asked for, every chunk names it.
			...(includeUsage && { usage: null }),
		});

	return {
		initial: { head: undefined, usage: undefined, finished: false },
		step(state, part) {
			if (part.type === "ping") return [state, [keepAlive]];
			if (part.type === "usage") return [{ ...state, usage: part.usage }, []];
			const said = deltaOf(part);
			if (said === undefined && part.type !== "start") return [state, []];
			const head = state.head ?? headOf(part);
			const out = state.head === undefined ? [chunk(head, { role: "assistant", content: "" }, null)] : [];
			if (said !== undefined) out.push(chunk(head, said, part.type === "finish" ? buildFinishReason(part.reason) : null));
			return [{ ...state, head, finished: state.finished || part.type === "finish" }, out];
		},
		end({ head, usage, finished }) {
			if (head === undefined || !finished) return [];
			const counted = includeUsage && usage !== undefined ? [frame({ ...head, choices: [], usage: buildUsage(usage) })] : [];
			return [...counted, "data: [DONE]\n\n"];
		},
	};
}

const frame = (json: JsonObject): string => `data: ${JSON.stringify(json)}\n\n`;

/** What the part adds to the message; undefined when this format has no word for it. */
function deltaOf(part: StreamPart): JsonObject | undefined {
	switch (part.type) {
		case "text-delta":
			return { content: part.text };
		case "reasoning-delta":
			return { reasoning_content: part.text };
		case "refusal-delta":
			return { refusal: part.text };
		case "tool-call-start":
			return { tool_calls: [{ index: part.index, id: part.id, type: "function", function: { name: part.name, arguments: "" } }] };
		case "tool-call-delta":
			return { tool_calls: [{ index: part.index, function: { arguments: part.arguments } }] };
		case "finish":
			return {};
		default:
			return undefined;
	}
}
