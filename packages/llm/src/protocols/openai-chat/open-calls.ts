import type { StreamPart } from "../../chat/stream-part.ts";
import { type CallPiece, madeUpCallId } from "./answer.ts";

/** A tool call of which pieces have come; it is announced once its name is known. Its place among the calls is its index in the hub. */
export interface OpenCall {
	/** The provider's own number, which may start anywhere or be missing. */
	readonly number: number | undefined;
	readonly id: string;
	readonly name: string;
	/** Arguments that came before the name. */
	readonly waiting: string;
}

type News = readonly [readonly OpenCall[], readonly StreamPart[]];

/** The calls with one more piece, and what there is to tell. */
export function addPiece(calls: readonly OpenCall[], piece: CallPiece, answerId: string): News {
	const index = placeOf(calls, piece);
	const known = calls[index];
	if (known !== undefined && known.name !== "") {
		return [calls, argumentsPart(index, piece.arguments)];
	}
	const call: OpenCall = {
		number: piece.index,
		id: known?.id || piece.id || madeUpCallId(answerId, index),
		name: piece.name,
		waiting: (known?.waiting ?? "") + piece.arguments,
	};
	const parts = call.name === "" ? [] : announced(call, index);
	return [calls.toSpliced(index, 1, call), parts];
}

/** Where the piece belongs: a known call, or the end for a new one. Servers that number badly give each call its own id. */
function placeOf(calls: readonly OpenCall[], { index, id, name }: CallPiece): number {
	const place = index === undefined ? calls.length - 1 : calls.findLastIndex((call) => call.number === index);
	const known = calls[place];
	if (known === undefined) return calls.length;
	const otherId = id !== "" && id !== known.id;
	const another = index === undefined ? otherId || (id === "" && name !== "") : otherId && name !== "";
	return another ? calls.length : place;
}

const announced = ({ id, name, waiting }: OpenCall, index: number): readonly StreamPart[] => [
	{ type: "tool-call-start", index, id, name },
	...argumentsPart(index, waiting),
];

const argumentsPart = (index: number, text: string): readonly StreamPart[] =>
	text === "" ? [] : [{ type: "tool-call-delta", index, arguments: text }];

/** The ends of all calls; one that never got a name is told all the same, for a call is never dropped. */
export const closedCalls = (calls: readonly OpenCall[]): readonly StreamPart[] =>
	calls.flatMap((call, index) => [...(call.name === "" ? announced(call, index) : []), { type: "tool-call-end" as const, index }]);
