import { estimateText } from "../chat/estimate-tokens.ts";
import type { Usage } from "../chat/response.ts";
import { type StreamPart, textOf } from "../chat/stream-part.ts";
import { glimpseOf, nothingSeen } from "../protocols/glimpse.ts";
import type { ClientError, Glimpse, Machine, StreamBuilder, UpstreamProtocol } from "../protocols/protocol.ts";
import { carriageReturn, frameCutter, lineFeed } from "./frame-cutter.ts";
import { partReader } from "./part-reader.ts";
import { partWriter } from "./part-writer.ts";
import { type Frame, frameSplitter } from "./sse.ts";

/** What has been seen of one stream so far. */
export interface Notes {
	seen: Glimpse;
	/** Tokens of the output, estimated. */
	said: number;
}

export const noNotes = (): Notes => ({ seen: nothingSeen, said: 0 });

/** What goes to the client for bytes of the provider; `end` for what is owed when they are over. Both add to the notes. */
export interface Relay {
	push(bytes: Uint8Array): Uint8Array | string;
	end(): Uint8Array | string;
	failure(error: ClientError): string | undefined;
}

/** The very bytes that came, only looked at. */
export function passthrough(upstream: UpstreamProtocol, notes: Notes): Relay {
	const splitter = frameSplitter();
	const look = (frames: readonly Frame[]): void => {
		for (const frame of frames) {
			if (notes.seen.error !== undefined) return;
			note(notes, upstream, frame);
		}
	};
	return {
		push(bytes) {
			look(splitter.push(bytes));
			return bytes;
		},
		end() {
			look(splitter.end());
			return "";
		},
		failure: () => undefined,
	};
}

/** A passthrough without the frames that only the gateway has asked for. Such come behind the finish reason: up to it nothing is held back or cut. */
export function without(unasked: (frame: Frame) => boolean, upstream: UpstreamProtocol, notes: Notes): Relay {
	const whole = passthrough(upstream, notes);
	const cutter = frameCutter();
	const keep = (pieces: readonly Uint8Array[]): Uint8Array =>
		Buffer.concat(pieces.map((piece) => (framesIn(piece).some(unasked) ? lineEndsOf(piece) : piece)));
	return {
		...whole,
		push(bytes) {
			whole.push(bytes);
			return notes.seen.finish === undefined ? bytes : keep(cutter.push(bytes));
		},
		end() {
			whole.end();
			return keep(cutter.end());
		},
	};
}

function framesIn(piece: Uint8Array): readonly Frame[] {
	const splitter = frameSplitter();
	return [...splitter.push(piece), ...splitter.end()];
}

/** What a piece begins with may be the end of a frame whose other bytes have gone out before. */
function lineEndsOf(piece: Uint8Array): Uint8Array {
	const first = piece.findIndex((byte) => byte !== lineFeed && byte !== carriageReturn);
	return piece.subarray(0, first === -1 ? piece.length : first);
}

/** The frames' data as it came, in another framing. */
export function reframed(reframer: Machine<unknown, Frame, string>, upstream: UpstreamProtocol, notes: Notes): Relay {
	const splitter = frameSplitter();
	let framing = reframer.initial;
	const reframe = (frames: readonly Frame[]): string => {
		let text = "";
		for (const frame of frames) {
			note(notes, upstream, frame);
			if (notes.seen.error !== undefined) break;
			const [state, out] = reframer.step(framing, frame);
			framing = state;
			text += out.join("");
		}
		return text;
	};
	return {
		push: (bytes) => reframe(splitter.push(bytes)),
		end() {
			const text = reframe(splitter.end());
			return isWhole(notes) ? text + reframer.end(framing).join("") : text;
		},
		failure: () => undefined,
	};
}

/** The frames' parts, built in the client's protocol. */
export function translation(builder: StreamBuilder<unknown>, upstream: UpstreamProtocol, notes: Notes): Relay {
	const reader = partReader(upstream);
	const writer = partWriter(builder);
	const translate = (parts: readonly StreamPart[]): string => {
		let text = "";
		for (const part of parts) {
			add(notes, glimpseOf([part]));
			if (notes.seen.error !== undefined) break;
			notes.said += estimateText(textOf(part));
			text += writer.write(part);
		}
		return text;
	};
	return {
		push: (bytes) => translate(reader.push(bytes)),
		end() {
			const text = translate(reader.end());
			return isWhole(notes) ? text + writer.end() : text;
		},
		failure: writer.fail,
	};
}

const isWhole = ({ seen }: Notes): boolean => seen.finish !== undefined && seen.error === undefined;

function note(notes: Notes, upstream: UpstreamProtocol, frame: Frame): void {
	add(notes, upstream.glimpse(frame, notes.seen.output));
	if (notes.seen.error === undefined) notes.said += estimateText(upstream.textOf(frame));
}

/** The first finish reason counts (some providers repeat it). */
function add(notes: Notes, glimpse: Glimpse): void {
	const { output, finish, usage, error } = glimpse;
	if (finish === undefined && usage === undefined && error === undefined && (!output || notes.seen.output)) return;
	const { seen } = notes;
	notes.seen = {
		...seen,
		...glimpse,
		output: output || seen.output,
		...(seen.finish && { finish: seen.finish }),
		...(seen.usage && usage && { usage: merged(seen.usage, usage) }),
	};
}

/** Counts are cumulative, and an event may leave out what an earlier one told: of each count the larger holds. */
const merged = (earlier: Usage, later: Usage): Usage => ({
	...later,
	input: Math.max(earlier.input, later.input),
	output: Math.max(earlier.output, later.output),
	cachedInput: Math.max(earlier.cachedInput, later.cachedInput),
	cacheWriteInput: Math.max(earlier.cacheWriteInput, later.cacheWriteInput),
	reasoning: Math.max(earlier.reasoning, later.reasoning),
});
