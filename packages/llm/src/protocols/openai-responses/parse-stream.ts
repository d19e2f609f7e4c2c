import { defined, numberOf, objectOf, parseJson, stringOf } from "../../chat/json.ts";
import type { AssistantPart, JsonObject } from "../../chat/request.ts";
import { contentParts } from "../../chat/stream-of.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import type { Frame } from "../../transport/sse.ts";
import { declaredError } from "../openai-chat/error.ts";
import type { Machine } from "../protocol.ts";
import { outputItems, readCall, readItem } from "./answer.ts";
import { failureMessage } from "./error.ts";
import { parseFinish } from "./finish-reason.ts";
import { summarySeparator } from "./reasoning.ts";
import { parseUsage } from "./usage.ts";

/** An item that is being told. */
interface Item {
	/** The hub's index of a tool call. */
	readonly call?: number;
	/** Characters told by deltas. */
	readonly told: number;
}

interface State {
	readonly started: boolean;
	/** By `output_index`: some servers give an item another id in every event. */
	readonly open: Readonly<Record<number, Item>>;
	/** The place after the last item that was seen. */
	readonly next: number;
	readonly calls: number;
	readonly finished: boolean;
}

type Step = readonly [State, readonly StreamPart[]];

const unknownItem: Item = { told: 0 };

/** Events of `POST /v1/responses` to parts. Unknown events and items say nothing; without a terminal event the stream was broken. */
export const streamParser: Machine<State, Frame, StreamPart> = {
	initial: { started: false, open: {}, next: 0, calls: 0, finished: false },
	step(state, frame) {
		const event = objectOf(parseJson(frame.data));
		return event === undefined ? [state, []] : readEvent(state, event, eventType(event, frame), frame);
	},
	end: ({ finished, open }) => (finished ? [] : endsOfCalls(open)),
};

/** The type stands in the event; its name is the same where servers send one. */
export const eventType = (event: JsonObject, { event: name }: Frame): string => stringOf(event.type) ?? name;

function readEvent(state: State, event: JsonObject, type: string, frame: Frame): Step {
	switch (type) {
		case "response.created":
		case "response.queued":
		case "response.in_progress":
			return started(state, objectOf(event.response) ?? {});
		case "response.output_item.added":
			return added(state, placeOf(event), objectOf(event.item) ?? {});
		case "response.output_text.delta":
			return told(state, event, (text) => ({ type: "text-delta", text }));
		case "response.refusal.delta":
			return told(state, event, (text) => ({ type: "refusal-delta", text }));
		case "response.reasoning_summary_part.added":
			return itemAt(state, event).told > 0 ? separated(state, event) : [state, []];
		case "response.reasoning_summary_text.delta":
		case "response.reasoning_text.delta":
			return told(state, event, (text) => ({ type: "reasoning-delta", text }));
		case "response.function_call_arguments.delta":
			return argumentsTold(state, event);
		case "response.output_item.done":
			return done(state, placeOf(event), objectOf(event.item) ?? {});
		case "response.completed":
		case "response.incomplete":
			return finished(state, objectOf(event.response) ?? {});
		case "response.failed":
		case "error":
			return [state, [{ type: "error", message: failureMessage(event), body: frame.data }]];
		default:
			return [state, event.type === undefined ? bareError(event, frame) : []];
	}
}

/** An error as it would stand in a body, without the type of an event. */
function bareError(event: JsonObject, frame: Frame): StreamPart[] {
	const message = declaredError(event);
	return message === undefined ? [] : [{ type: "error", message, body: frame.data }];
}

const placeOf = (event: JsonObject): number => numberOf(event.output_index) ?? 0;

const itemAt = (state: State, event: JsonObject): Item => state.open[placeOf(event)] ?? unknownItem;

const withItem = (state: State, place: number, item: Item): State => ({
	...state,
	open: { ...state.open, [place]: item },
	next: Math.max(state.next, place + 1),
});

const started = (state: State, { id, model, created_at }: JsonObject): Step =>
	state.started
		? [state, []]
		: [
				{ ...state, started: true },
				[defined({ type: "start" as const, id: stringOf(id) ?? "", model: stringOf(model) ?? "", created: numberOf(created_at) })],
			];

function added(state: State, place: number, item: JsonObject): Step {
	if (item.type !== "function_call") return [withItem(state, place, unknownItem), []];
	const { id, name, arguments: text } = readCall(item);
	const index = state.calls;
	const opened = withItem({ ...state, calls: index + 1 }, place, { call: index, told: text.length });
	return [opened, [{ type: "tool-call-start", index, id, name }, ...argumentsPart(index, text)]];
}

const argumentsPart = (index: number, text: string): StreamPart[] =>
	text === "" ? [] : [{ type: "tool-call-delta", index, arguments: text }];

function told(state: State, event: JsonObject, partOf: (text: string) => StreamPart): Step {
	const text = stringOf(event.delta) ?? "";
	if (text === "") return [state, []];
	const item = itemAt(state, event);
	return [withItem(state, placeOf(event), { ...item, told: item.told + text.length }), [partOf(text)]];
}

/** The next paragraph of a summary. */
const separated = (state: State, event: JsonObject): Step =>
	told(state, { ...event, delta: summarySeparator }, (text) => ({ type: "reasoning-delta", text }));

function argumentsTold(state: State, event: JsonObject): Step {
	const { call } = itemAt(state, event);
	return call === undefined ? [state, []] : told(state, event, (text) => ({ type: "tool-call-delta", index: call, arguments: text }));
}

/** The whole item: what no delta has told is told now. */
function done(state: State, place: number, whole: JsonObject): Step {
	const { [place]: known, ...open } = state.open;
	if (known === undefined && place < state.next) return [state, []];
	const item = known ?? unknownItem;
	const closed: State = { ...state, open, next: Math.max(state.next, place + 1) };
	if (item.call !== undefined) {
		const late = readCall(whole).arguments.slice(item.told);
		return [closed, [...argumentsPart(item.call, late), { type: "tool-call-end", index: item.call }]];
	}
	const content = untold(readItem(whole), item.told);
	const calls = content.filter(({ type }) => type === "tool-call").length;
	return [{ ...closed, calls: state.calls + calls }, contentParts(content, state.calls)];
}

/** The parts without as many characters of their beginning. */
function untold(content: readonly AssistantPart[], characters: number): AssistantPart[] {
	let left = characters;
	return content.map((part) => {
		if (part.type === "tool-call") return part;
		const text = part.text.slice(left);
		left -= part.text.length - text.length;
		return { ...part, text };
	});
}

const endsOfCalls = (open: State["open"]): StreamPart[] =>
	Object.values(open).flatMap(({ call }) => (call === undefined ? [] : [{ type: "tool-call-end" as const, index: call }]));

/** Servers that tell their items only at the end are heard too; Codex's last event may leave them out, which changes nothing. */
function finished(state: State, response: JsonObject): Step {
	if (state.finished) return [state, []];
	const [begun, start] = started(state, response);
	const content = state.next === 0 ? outputItems(response).flatMap(readItem) : [];
	const calledTools = state.calls > 0 || content.some(({ type }) => type === "tool-call");
	const usage = parseUsage(response.usage);
	const parts: StreamPart[] = [
		...start,
		...contentParts(content, state.calls),
		...endsOfCalls(state.open),
		...(usage === undefined ? [] : [{ type: "usage" as const, usage }]),
		{ type: "finish", ...parseFinish(response, calledTools) },
	];
	return [{ ...begun, open: {}, finished: true }, parts];
}
