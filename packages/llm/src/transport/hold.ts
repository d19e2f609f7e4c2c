import type { Usage } from "../chat/response.ts";
import type { StreamPart } from "../chat/stream-part.ts";
import { glimpseOf, nothingSeen } from "../protocols/glimpse.ts";
import type { ClientError, Glimpse, Machine, StreamBuilder, UpstreamProtocol } from "../protocols/protocol.ts";
import { partReader } from "./part-reader.ts";
import { partWriter } from "./part-writer.ts";
import { type Frame, frameSplitter } from "./sse.ts";

/** What a stream told; whole once `rest` has ended. */
export interface StreamSummary {
	readonly finish?: Glimpse["finish"];
	/** The counts the provider gave. */
	readonly usage?: Glimpse["usage"];
	/** The provider's own error after output had begun. */
	readonly error?: Glimpse["error"];
	/** Ended with neither a finish reason nor an error. */
	readonly broken: boolean;
	/** What the connection threw, when that is what broke it. */
	readonly cause?: unknown;
	/**
	 * The client has not been told that the answer failed: write `buildStreamError` and end. False for the provider's error in a passthrough, which has
	 * gone out as it came.
	 */
	readonly owesError: boolean;
}

export type HeldStream =
	/** The first output is known: a failover is no longer possible. */
	| {
			readonly kind: "output";
			/** Everything up to and including the first output, to be written at once. */
			readonly first: Uint8Array | string;
			/**
			 * What follows, as it comes; never throws and ends early after an error, see `summary`. Leaving the loop, or `return()`, closes the upstream
			 * connection.
			 */
			readonly rest: AsyncGenerator<Uint8Array | string, void>;
			summary(): StreamSummary;
			/** The error that is owed, told by the builder; undefined where that is for `buildStreamError`. */
			failure(error: ClientError): string | undefined;
	  }
	/** The provider sent an error instead of output, inside HTTP 200. `body` is its JSON text. */
	| { readonly kind: "error"; readonly message: string; readonly body: string }
	/** The stream ended with neither output nor error. */
	| { readonly kind: "empty" };

/** What has been seen of one stream so far. */
interface Notes {
	seen: Glimpse;
	cause?: unknown;
	/** The bytes up to the first output. */
	readonly head: Uint8Array[];
}

/** What goes to the client for bytes of the provider; `end` for what is owed when they are over. Both add to the notes. */
interface Relay {
	push(bytes: Uint8Array): Uint8Array | string;
	end(): string;
	failure(error: ClientError): string | undefined;
}

const maxErrorBytes = 64 * 1024;

/**
 * Reads a provider's event stream up to its first output, so that a failure before it can go to another account.
 *
 * Without a `builder` the stream is passed through: the very buffers that came go on, only looked at. With one, frames are parsed into parts and
 * built in the client's protocol. With a `reframer` frames keep their data and are written in another framing.
 *
 * Throws what `body` throws (`HttpError`) while there is no output yet. The connection is closed in every case but `output`.
 */
export async function holdStream(
	body: AsyncIterable<Uint8Array>,
	upstream: UpstreamProtocol,
	builder?: StreamBuilder<unknown>,
	reframer?: Machine<unknown, Frame, string>,
): Promise<HeldStream> {
	const notes: Notes = { seen: nothingSeen, head: [] };
	const untouched = builder === undefined && reframer === undefined;
	const relay = builder
		? translation(upstream, builder, notes)
		: reframer
			? reframed(upstream, reframer, notes)
			: passthrough(upstream, notes);
	const stream = follow(body, relay, notes);
	const held: (Uint8Array | string)[] = [];
	while (!notes.seen.output && notes.seen.error === undefined) {
		const next = await stream.next();
		if (next.done) break;
		held.push(next.value);
	}
	if (notes.seen.output) {
		return {
			kind: "output",
			first: joined(held),
			rest: stream,
			summary: () => summaryOf(notes, untouched),
			failure: relay.failure,
		};
	}
	await stream.return();
	if (notes.seen.error !== undefined) return { kind: "error", ...notes.seen.error };
	return plainError(notes.head, upstream) ?? { kind: "empty" };
}

/** The one loop over the provider's bytes. */
async function* follow(body: AsyncIterable<Uint8Array>, relay: Relay, notes: Notes): AsyncGenerator<Uint8Array | string, void> {
	try {
		for await (const bytes of body) {
			if (!notes.seen.output) notes.head.push(bytes);
			const out = relay.push(bytes);
			if (out.length > 0) yield out;
			if (notes.seen.error !== undefined) return;
		}
		const owed = relay.end();
		if (owed !== "") yield owed;
	} catch (error) {
		if (!notes.seen.output) throw error;
		notes.cause = error;
	}
}

function passthrough(upstream: UpstreamProtocol, notes: Notes): Relay {
	const splitter = frameSplitter();
	const look = (frames: readonly Frame[]): void => {
		for (const frame of frames) {
			if (notes.seen.error !== undefined) return;
			note(notes, upstream.glimpse(frame, notes.seen.output));
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

function reframed(upstream: UpstreamProtocol, reframer: Machine<unknown, Frame, string>, notes: Notes): Relay {
	const splitter = frameSplitter();
	let framing = reframer.initial;
	const reframe = (frames: readonly Frame[]): string => {
		let text = "";
		for (const frame of frames) {
			note(notes, upstream.glimpse(frame, notes.seen.output));
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
			const whole = notes.seen.finish !== undefined && notes.seen.error === undefined;
			return whole ? text + reframer.end(framing).join("") : text;
		},
		failure: () => undefined,
	};
}

function translation(upstream: UpstreamProtocol, builder: StreamBuilder<unknown>, notes: Notes): Relay {
	const reader = partReader(upstream);
	const writer = partWriter(builder);

	const translate = (parts: readonly StreamPart[]): string => {
		let text = "";
		for (const part of parts) {
			note(notes, glimpseOf([part]));
			if (notes.seen.error !== undefined) break;
			text += writer.write(part);
		}
		return text;
	};
	return {
		push: (bytes) => translate(reader.push(bytes)),
		end() {
			const text = translate(reader.end());
			const whole = notes.seen.finish !== undefined && notes.seen.error === undefined;
			return whole ? text + writer.end() : text;
		},
		failure: writer.fail,
	};
}

/** The first finish reason counts (some providers repeat it). */
function note(notes: Notes, glimpse: Glimpse): void {
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

function summaryOf({ seen: { finish, usage, error }, cause }: Notes, passed: boolean): StreamSummary {
	const broken = finish === undefined && error === undefined;
	return {
		...(finish && { finish }),
		...(usage && { usage }),
		...(error && { error }),
		...(cause !== undefined && { cause }),
		broken,
		owesError: broken || (error !== undefined && !passed),
	};
}

/** Some providers answer a request for a stream with 200 and a plain JSON error. */
function plainError(head: readonly Uint8Array[], upstream: UpstreamProtocol): HeldStream | undefined {
	const body = Buffer.concat(head).subarray(0, maxErrorBytes).toString("utf8");
	const message = upstream.errorMessage(body);
	return message === undefined ? undefined : { kind: "error", message, body };
}

function joined(held: readonly (Uint8Array | string)[]): Uint8Array | string {
	const [only] = held;
	if (held.length === 1 && only !== undefined) return only;
	return Buffer.concat(held.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece)));
}
