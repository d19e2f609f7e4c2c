import type { JsonObject, SignatureOrigin } from "../../chat/request.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import type { Proof } from "../wrapped-signature.ts";
import {
	type Call,
	callItem,
	freeCallId,
	type ItemStatus,
	itemId,
	messageItem,
	reasoningItem,
	summaryPart,
	type Words,
	wordsPart,
} from "./build-items.ts";
import { encryptedContent } from "./reasoning.ts";

/** An event without its number. */
export interface Event {
	readonly type: string;
	readonly fields: JsonObject;
}

interface Open {
	readonly id: string;
	/** `output_index` */
	readonly place: number;
}
interface OpenMessage extends Open {
	readonly kind: "message";
	/** The last of them is being said. */
	readonly words: readonly Words[];
}
interface OpenReasoning extends Open {
	readonly kind: "reasoning";
	readonly text: string;
}
interface OpenCall extends Open, Omit<Call, "id"> {
	readonly kind: "call";
	/** The hub's index. */
	readonly call: number;
	readonly callId: string;
}
type OpenItem = OpenMessage | OpenReasoning | OpenCall;

/** The items of a streamed answer: those that are done, and those that still grow. Only calls grow side by side. */
export interface Items {
	/** By place; an item that grows has an empty one. */
	readonly output: readonly JsonObject[];
	readonly open: readonly OpenItem[];
	readonly callIds: readonly string[];
}

export const noItems: Items = { output: [], open: [], callIds: [] };

type Told = readonly [Items, readonly Event[]];

/** One more piece of what is said. */
export function say(items: Items, piece: Words, responseId: string): Told {
	if (piece.text === "") return [items, []];
	const open = items.open.find((item) => item.kind === "message");
	if (open === undefined) {
		const [free, ended] = endSaying(items);
		const [begun, item, added] = addItem(free, { kind: "message", words: [] }, responseId);
		return told([...ended, added], sayMore(begun, item, piece));
	}
	return sayMore(items, open, piece);
}

function sayMore(items: Items, open: OpenMessage, piece: Words): Told {
	const last = open.words.at(-1);
	if (last?.type === piece.type) {
		const longer = { ...open, words: open.words.with(-1, { ...last, text: last.text + piece.text }) };
		return [replaced(items, open, longer), [wordsDelta(open, open.words.length - 1, piece)]];
	}
	const part = wordsPart({ ...piece, text: "" });
	const added: Event = { type: "response.content_part.added", fields: { ...at(open), content_index: open.words.length, part } };
	const next = { ...open, words: [...open.words, piece] };
	return [replaced(items, open, next), [...wordsDone(open), added, wordsDelta(open, open.words.length, piece)]];
}

const wordsDelta = (open: Open, contentIndex: number, { type, text }: Words): Event =>
	type === "text"
		? { type: "response.output_text.delta", fields: { ...at(open), content_index: contentIndex, delta: text, logprobs: [] } }
		: { type: "response.refusal.delta", fields: { ...at(open), content_index: contentIndex, delta: text } };

/** The end of the part that is being said. */
function wordsDone(open: OpenMessage): Event[] {
	const last = open.words.at(-1);
	if (last === undefined) return [];
	const where = { ...at(open), content_index: open.words.length - 1 };
	return [
		last.type === "text"
			? { type: "response.output_text.done", fields: { ...where, text: last.text, logprobs: [] } }
			: { type: "response.refusal.done", fields: { ...where, refusal: last.text } },
		{ type: "response.content_part.done", fields: { ...where, part: wordsPart(last) } },
	];
}

/** One more piece of reasoning, told as a summary of one part. */
export function think(items: Items, text: string, responseId: string): Told {
	if (text === "") return [items, []];
	const open = items.open.find((item) => item.kind === "reasoning");
	if (open !== undefined) return [replaced(items, open, { ...open, text: open.text + text }), [thoughtDelta(open, text)]];
	const [free, ended] = endSaying(items);
	const [begun, item, added] = addItem(free, { kind: "reasoning", text }, responseId);
	const part: Event = { type: "response.reasoning_summary_part.added", fields: { ...at(item), summary_index: 0, part: summaryPart("") } };
	return [begun, [...ended, added, part, thoughtDelta(item, text)]];
}

const thoughtDelta = (open: Open, delta: string): Event => ({
	type: "response.reasoning_summary_text.delta",
	fields: { ...at(open), summary_index: 0, delta },
});

/** The end of reasoning, with its proof; a proof may come without a word. */
export function endReasoning(items: Items, proof: Proof, responseId: string, origin: SignatureOrigin | undefined): Told {
	const encrypted = encryptedContent(proof, origin);
	const open = items.open.find((item) => item.kind === "reasoning");
	if (open !== undefined) return doneWith(items, open, "completed", encrypted);
	if (encrypted === null) return [items, []];
	const [free, ended] = endSaying(items);
	const [begun, item, added] = addItem(free, { kind: "reasoning", text: "" }, responseId);
	return told([...ended, added], doneWith(begun, item, "completed", encrypted));
}

/** A call's own signature stands in a reasoning item before it. */
export function openCall(
	items: Items,
	{ index, id, name, signature }: Extract<StreamPart, { type: "tool-call-start" }>,
	responseId: string,
	origin: SignatureOrigin | undefined,
): Told {
	const [quiet, endedWords] = endSaying(items);
	const [free, proven] = signature === undefined ? [quiet, []] : endReasoning(quiet, { signature, ofCall: true }, responseId, origin);
	const ended = [...endedWords, ...proven];
	const callId = freeCallId(id, items.callIds);
	const [begun, , added] = addItem(free, { kind: "call", call: index, callId, name, arguments: "" }, responseId);
	return [{ ...begun, callIds: [...begun.callIds, callId] }, [...ended, added]];
}

export function growCall(items: Items, index: number, text: string): Told {
	const open = items.open.find((item) => item.kind === "call" && item.call === index);
	if (open?.kind !== "call" || text === "") return [items, []];
	const delta: Event = { type: "response.function_call_arguments.delta", fields: { ...at(open), delta: text } };
	return [replaced(items, open, { ...open, arguments: open.arguments + text }), [delta]];
}

/** Messages and reasoning end where something else begins. */
const endSaying = (items: Items): Told => endItem(items, ({ kind }) => kind !== "call", "completed");

/** Ends what is left open when the answer is over. */
export const endOpenItems = (items: Items, status: ItemStatus): Told => endItem(items, () => true, status);

export function endItem(items: Items, wanted: (item: OpenItem) => boolean, status: ItemStatus): Told {
	return items.open.filter(wanted).reduce<Told>(([rest, events], item) => told(events, doneWith(rest, item, status, null)), [items, []]);
}

function doneWith(items: Items, open: OpenItem, status: ItemStatus, encrypted: string | null): Told {
	const whole = wholeItem(open, status, encrypted);
	const done: Event = { type: "response.output_item.done", fields: { output_index: open.place, item: whole } };
	const rest: Items = { ...items, open: items.open.filter((item) => item !== open), output: items.output.with(open.place, whole) };
	return [rest, [...contentDone(open), done]];
}

function contentDone(open: OpenItem): Event[] {
	switch (open.kind) {
		case "message":
			return wordsDone(open);
		case "call":
			return [{ type: "response.function_call_arguments.done", fields: { ...at(open), name: open.name, arguments: open.arguments } }];
		case "reasoning": {
			const where = { ...at(open), summary_index: 0 };
			if (open.text === "") return [];
			return [
				{ type: "response.reasoning_summary_text.done", fields: { ...where, text: open.text } },
				{ type: "response.reasoning_summary_part.done", fields: { ...where, part: summaryPart(open.text) } },
			];
		}
	}
}

function wholeItem(open: OpenItem, status: ItemStatus, encrypted: string | null): JsonObject {
	switch (open.kind) {
		case "message":
			return messageItem(open.id, status, open.words);
		case "reasoning":
			return reasoningItem(open.id, open.text, encrypted);
		case "call":
			return callItem(open.id, status, { id: open.callId, name: open.name, arguments: open.arguments });
	}
}

type New = Omit<OpenMessage, keyof Open> | Omit<OpenReasoning, keyof Open> | Omit<OpenCall, keyof Open>;

/** A new item at the end of the output, and the event that tells it, still empty. */
function addItem<Kind extends New>(items: Items, item: Kind, responseId: string): readonly [Items, Kind & Open, Event] {
	const place = items.output.length;
	const open = { ...item, place, id: itemId(item.kind, responseId, place) };
	const empty = wholeItem(emptied(open), "in_progress", null);
	const added: Event = { type: "response.output_item.added", fields: { output_index: place, item: empty } };
	return [{ ...items, output: [...items.output, empty], open: [...items.open, open] }, open, added];
}

const emptied = (open: OpenItem): OpenItem => {
	switch (open.kind) {
		case "message":
			return { ...open, words: [] };
		case "reasoning":
			return { ...open, text: "" };
		case "call":
			return { ...open, arguments: "" };
	}
};

const replaced = (items: Items, old: OpenItem, now: OpenItem): Items => ({
	...items,
	open: items.open.map((item) => (item === old ? now : item)),
});

const told = (before: readonly Event[], [items, events]: Told): Told => [items, [...before, ...events]];

const at = ({ id, place }: Open): JsonObject => ({ item_id: id, output_index: place });
