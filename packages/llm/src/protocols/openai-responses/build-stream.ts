import type { FinishReason, Usage } from "../../chat/response.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import type { ClientError, StreamBuilder, StreamOptions } from "../protocol.ts";
import { responseIdOf } from "./build-items.ts";
import { failureCode } from "./error.ts";
import { buildStatus, failedWith, type Status } from "./finish-reason.ts";
import { type Event, endItem, endOpenItems, endReasoning, growCall, type Items, noItems, openCall, say, think } from "./open-items.ts";
import { type Head, inProgress, responseObject } from "./response-object.ts";

export const keepAlive = ": keep-alive\n\n";

interface State {
	/** Undefined until the first event. */
	readonly head: Head | undefined;
	/** The number of the next event. */
	readonly sequence: number;
	readonly items: Items;
	readonly usage: Usage | undefined;
	readonly finish: FinishReason | undefined;
}

/**
 * Parts to the events of a streamed response: every item and part is added, told by deltas and done; the last event, which holds the whole answer, waits
 * for the end, because usage may come after the finish reason.
 */
export function streamBuilder({ created = 0, origin }: StreamOptions): StreamBuilder<State> {
	const headOf = (part: StreamPart): Head =>
		part.type === "start"
			? { id: responseIdOf(part.id), model: part.model, created: part.created || created }
			: { id: responseIdOf(""), model: "", created };

	return {
		initial: { head: undefined, sequence: 0, items: noItems, usage: undefined, finish: undefined },
		step(state, part) {
			if (part.type === "ping") return [state, [keepAlive]];
			if (part.type === "usage") return [{ ...state, usage: part.usage }, []];
			if (part.type === "error") return [state, []];
			const head = state.head ?? headOf(part);
			const opening = state.head === undefined ? lifecycleStart(head) : [];
			const [items, events] = itemEvents(state.items, part, head);
			const finish = state.finish ?? (part.type === "finish" ? part.reason : undefined);
			return [{ ...state, head, items, finish, sequence: state.sequence + opening.length + events.length }, frames(state, opening, events)];
		},
		end(state) {
			if (state.head === undefined || state.finish === undefined) return [];
			return frames(state, [lifecycleEnd(state, state.head, buildStatus(state.finish))]);
		},
		fail(state, error: ClientError) {
			if (state.head === undefined) return undefined;
			const [items] = endOpenItems(state.items, "incomplete");
			return frames(state, [lifecycleEnd({ ...state, items }, state.head, failedWith(failureCode(error), error.message))]).join("");
		},
	};

	function itemEvents(items: Items, part: StreamPart, { id }: Head): readonly [Items, readonly Event[]] {
		switch (part.type) {
			case "text-delta":
				return say(items, { type: "text", text: part.text }, id);
			case "refusal-delta":
				return say(items, { type: "refusal", text: part.text }, id);
			case "reasoning-delta":
				return think(items, part.text, id);
			case "reasoning-signature":
				return endReasoning(items, part, id, origin);
			case "tool-call-start":
				return openCall(items, part, id, origin);
			case "tool-call-delta":
				return growCall(items, part.index, part.arguments);
			case "tool-call-end":
				return endItem(items, (item) => item.kind === "call" && item.call === part.index, "completed");
			case "finish":
				return endOpenItems(items, buildStatus(part.reason).status === "completed" ? "completed" : "incomplete");
			default:
				return [items, []];
		}
	}
}

const lifecycleStart = (head: Head): Event[] =>
	["response.created", "response.in_progress"].map((type) => ({ type, fields: { response: responseObject(head, inProgress) } }));

const lifecycleEnd = ({ items, usage }: State, head: Head, status: Status): Event => ({
	type: `response.${status.status}`,
	fields: { response: responseObject(head, { ...status, output: items.output, usage }) },
});

const frames = ({ sequence }: State, ...events: readonly (readonly Event[])[]): string[] =>
	events
		.flat()
		.map(({ type, fields }, at) => `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence + at, ...fields })}\n\n`);
