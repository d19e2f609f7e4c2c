import { objectOf, parseJson, stringOf } from "../../chat/json.ts";
import type { JsonObject } from "../../chat/request.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import type { Frame } from "../../transport/sse.ts";
import type { Machine } from "../protocol.ts";
import { type Answer, answerIn } from "./answer.ts";
import { errorOf, internalError, messageOf } from "./error.ts";
import { finishReason, isMalformed } from "./finish-reason.ts";
import { type CallState, callPiece, endCall, noCalls } from "./stream-calls.ts";
import { usageOf } from "./usage.ts";

export interface State {
	readonly started: boolean;
	/** A chunk said that it failed: nothing more is read. */
	readonly failed: boolean;
	readonly responseId: string;
	readonly calls: CallState;
	/** Text that is no thought has come. */
	readonly spoke: boolean;
	/** The last chunk's word. Some versions say STOP in every chunk, so it counts when the stream has ended. */
	readonly finish: Pick<Answer, "finish" | "blocked" | "finishMessage"> | undefined;
}

type Step = readonly [State, readonly StreamPart[]];

const initial: State = { started: false, failed: false, responseId: "", calls: noCalls, spoke: false, finish: undefined };

/** Chunks of `:streamGenerateContent?alt=sse`, each a whole answer object with what is new, to parts. */
export const streamParser = (): Machine<State, Frame, StreamPart> => ({ initial, step, end });

function step(state: State, frame: Frame): Step {
	if (state.failed || frame.data === "" || frame.data === "[DONE]") return [state, []];
	const chunk = parseJson(frame.data);
	const error = errorOf(chunk);
	if (error !== undefined) return fail(state, messageOf(error) ?? "The provider reported an error", frame.data);
	const body = objectOf(chunk);
	if (body === undefined) {
		const message = "The provider sent a chunk that cannot be read";
		return fail(state, message, internalError(message));
	}
	return read(state, body);
}

const fail = (state: State, message: string, body: string): Step => [{ ...state, failed: true }, [{ type: "error", message, body }]];

function read(before: State, body: JsonObject): Step {
	const responseId = before.responseId || (stringOf(body.responseId) ?? "");
	const out: StreamPart[] = [];
	const { parts, ...told } = answerIn(body);
	let state: State = { ...before, responseId, finish: told.finish === undefined ? before.finish : told };
	for (const part of parts) {
		const [next, made] = readPart(state, part);
		state = next;
		out.push(...made);
	}
	const usage = usageOf(body.usageMetadata);
	if (usage !== undefined) out.push({ type: "usage", usage });
	const model = stringOf(body.modelVersion) ?? "";
	// A chunk of a kind not known may come first.
	const starts = !before.started && (responseId !== "" || model !== "" || out.length > 0);
	return starts ? [{ ...state, started: true }, [{ type: "start", id: responseId, model }, ...out]] : [state, out];
}

function readPart(state: State, part: JsonObject): Step {
	const signature = stringOf(part.thoughtSignature) || undefined;
	const call = objectOf(part.functionCall);
	if (call !== undefined) {
		const [calls, made] = callPiece(state.calls, call, state.responseId, signature);
		return [{ ...state, calls }, made];
	}
	const text = stringOf(part.text) ?? "";
	const out: StreamPart[] = [];
	if (text !== "") out.push({ type: part.thought === true ? "reasoning-delta" : "text-delta", text });
	if (signature !== undefined) out.push({ type: "reasoning-signature", signature });
	return [text !== "" && part.thought !== true ? { ...state, spoke: true } : state, out];
}

/** A stream that named no finish was broken: nothing is owed for it. */
function end(state: State): readonly StreamPart[] {
	const raw = state.finish?.finish;
	if (state.finish === undefined || raw === undefined || state.failed) return [];
	const called = state.calls.count > 0;
	if (isMalformed(raw) && !called && !state.spoke) {
		const message = state.finish.finishMessage ?? `The model's output could not be read (${raw})`;
		return [{ type: "error", message, body: internalError(message) }];
	}
	const [, ended] = endCall(state.calls);
	return [...ended, { type: "finish", reason: state.finish.blocked ? "content-filter" : finishReason(raw, called), raw }];
}
