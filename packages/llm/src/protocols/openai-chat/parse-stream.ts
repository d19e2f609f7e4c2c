import { defined, numberOf, objectOf, parseJson, stringOf } from "../../chat/json.ts";
import type { JsonObject } from "../../chat/request.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import type { Frame } from "../../transport/sse.ts";
import type { Machine } from "../protocol.ts";
import { firstChoice, readCalls, readSaid } from "./answer.ts";
import { declaredError } from "./error.ts";
import { parseFinishReason } from "./finish-reason.ts";
import { addPiece, closedCalls, type OpenCall } from "./open-calls.ts";
import { parseUsage } from "./usage.ts";

interface State {
	readonly started: boolean;
	readonly id: string;
	readonly calls: readonly OpenCall[];
	readonly finished: boolean;
}

/** Frames of `chat.completion.chunk` in any dialect to parts. What is no JSON object (`[DONE]`, a cut frame) says nothing. */
export const streamParser: Machine<State, Frame, StreamPart> = {
	initial: { started: false, id: "", calls: [], finished: false },
	step(state, frame) {
		const chunk = objectOf(parseJson(frame.data));
		const failure = chunk && declaredError(chunk);
		if (failure !== undefined) return [state, [{ type: "error", message: failure, body: frame.data }]];
		if (frame.event === "error") return [state, [{ type: "error", message: stringOf(chunk?.message) ?? frame.data, body: frame.data }]];
		return chunk === undefined ? [state, []] : readChunk(state, chunk);
	},
	end: (state) => (state.finished ? [] : closedCalls(state.calls)),
};

function readChunk(state: State, chunk: JsonObject): readonly [State, readonly StreamPart[]] {
	const choice = firstChoice(chunk);
	const delta = objectOf(choice?.delta) ?? {};
	const id = state.id || (stringOf(chunk.id) ?? "");
	const parts: StreamPart[] = [];

	const said = readSaid(delta);
	if (said.reasoning !== "") parts.push({ type: "reasoning-delta", text: said.reasoning });
	if (said.text !== "") parts.push({ type: "text-delta", text: said.text });
	if (said.refusal !== "") parts.push({ type: "refusal-delta", text: said.refusal });

	let calls = state.calls;
	for (const piece of readCalls(delta)) {
		const [next, news] = addPiece(calls, piece, id);
		calls = next;
		parts.push(...news);
	}

	const raw = stringOf(choice?.finish_reason) ?? "";
	const finishes = raw !== "" && !state.finished;
	if (finishes) parts.push(...closedCalls(calls), { type: "finish", reason: parseFinishReason(raw, calls.length > 0), raw });

	const usage = parseUsage(chunk.usage) ?? parseUsage(objectOf(chunk.x_groq)?.usage);
	if (usage !== undefined) parts.push({ type: "usage", usage });

	// Azure opens with a chunk about the prompt that has neither id nor model; others with frames of their own.
	const starts = !state.started && (id !== "" || parts.length > 0);
	if (starts) parts.unshift(defined({ type: "start" as const, id, model: stringOf(chunk.model) ?? "", created: numberOf(chunk.created) }));

	return [{ started: state.started || starts, id, calls, finished: state.finished || finishes }, parts];
}
