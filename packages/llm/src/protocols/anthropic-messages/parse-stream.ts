import { numberOf, objectOf, parseJson, stringOf } from "../../chat/json.ts";
import type { JsonObject } from "../../chat/request.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import type { Frame } from "../../transport/sse.ts";
import type { Machine } from "../protocol.ts";
import { type Block, type Blocks, closed, delta, opened } from "./blocks.ts";
import { messageOf } from "./error.ts";
import { finishReason } from "./finish-reason.ts";
import { refusalOf } from "./parse-response.ts";
import { laterUsage, usageOf } from "./usage.ts";

export interface State {
	readonly started: boolean;
	readonly finished: boolean;
	/** Nothing more is read: the message has stopped or failed. */
	readonly done: boolean;
	/** The open blocks by their index on the wire. */
	readonly blocks: Blocks;
	/** Tool calls so far. */
	readonly calls: number;
	/** The counts so far, as Anthropic names them. */
	readonly usage: JsonObject;
}

type Step = readonly [State, readonly StreamPart[]];

const initial: State = { started: false, finished: false, done: false, blocks: new Map(), calls: 0, usage: {} };

/** Events of a streamed message to parts. Events and blocks not known are passed over, as Anthropic asks of its clients. */
export const streamParser = (): Machine<State, Frame, StreamPart> => ({
	initial,
	step,
	/** Everything is told by the events themselves: a stream without its end was broken. */
	end: () => [],
});

const handlers = new Map<string, (state: State, event: JsonObject) => Step>([
	["message_start", messageStart],
	["content_block_start", blockStart],
	["content_block_delta", blockDelta],
	["content_block_stop", blockStop],
	["message_delta", messageDelta],
	["message_stop", (state) => [{ ...state, done: true }, []]],
	["ping", (state) => [state, [{ type: "ping" }]]],
	["error", (state, event) => failed(state, messageOf(event) ?? "The provider reported an error", JSON.stringify(event))],
]);

function step(state: State, frame: Frame): Step {
	if (state.done || frame.data === "") return [state, []];
	const event = objectOf(parseJson(frame.data));
	const type = stringOf(event?.type) ?? frame.event;
	const handler = handlers.get(type);
	if (event !== undefined) return handler?.(state, event) ?? [state, []];
	if (handler === undefined && frame.event !== "") return [state, []];
	return unreadable(state);
}

function unreadable(state: State): Step {
	const message = "The provider sent an event that cannot be read";
	return failed(state, message, JSON.stringify({ type: "error", error: { type: "api_error", message } }));
}

const failed = (state: State, message: string, body: string): Step => [{ ...state, done: true }, [{ type: "error", message, body }]];

/** A second start replaces a message that the provider gave up half-way; what it had sent is already on its way to the client. */
function messageStart(state: State, event: JsonObject): Step {
	const message = objectOf(event.message) ?? {};
	const usage = laterUsage(state.usage, message.usage);
	const parts: StreamPart[] = closedAll(state);
	if (!state.started) parts.push({ type: "start", id: stringOf(message.id) ?? "", model: stringOf(message.model) ?? "" });
	return [{ ...state, started: true, blocks: new Map(), usage }, [...parts, ...usageParts(usage)]];
}

function blockStart(state: State, event: JsonObject): Step {
	const [block, parts] = opened(objectOf(event.content_block) ?? {}, state.calls);
	return [{ ...withBlock(state, event, block), calls: block.kind === "call" ? state.calls + 1 : state.calls }, parts];
}

function blockDelta(state: State, event: JsonObject): Step {
	const block = state.blocks.get(indexOf(event));
	if (block === undefined) return [state, []];
	const [next, parts] = delta(block, objectOf(event.delta) ?? {});
	return [next === block ? state : withBlock(state, event, next), parts];
}

function blockStop(state: State, event: JsonObject): Step {
	const block = state.blocks.get(indexOf(event));
	if (block === undefined) return [state, []];
	const blocks = new Map(state.blocks);
	blocks.delete(indexOf(event));
	return [{ ...state, blocks }, closed(block)];
}

function messageDelta(state: State, event: JsonObject): Step {
	const usage = laterUsage(state.usage, event.usage);
	const told = objectOf(event.delta);
	const raw = stringOf(told?.stop_reason);
	if (raw === undefined || state.finished) return [{ ...state, usage }, usageParts(usage)];
	const stopSequence = stringOf(told?.stop_sequence);
	const parts: StreamPart[] = [
		...closedAll(state),
		...refusalOf(told?.stop_details).map(({ text }): StreamPart => ({ type: "refusal-delta", text })),
		...usageParts(usage),
		{ type: "finish", reason: finishReason(raw, state.calls > 0), raw, ...(stopSequence !== undefined && { stopSequence }) },
	];
	return [{ ...state, finished: true, blocks: new Map(), usage }, parts];
}

const indexOf = (event: JsonObject): number => numberOf(event.index) ?? 0;

const withBlock = (state: State, event: JsonObject, block: Block): State => ({
	...state,
	blocks: new Map(state.blocks).set(indexOf(event), block),
});

const closedAll = (state: State): StreamPart[] => [...state.blocks.values()].flatMap(closed);

function usageParts(counts: JsonObject): readonly StreamPart[] {
	const usage = usageOf(counts);
	return usage === undefined ? [] : [{ type: "usage", usage }];
}
