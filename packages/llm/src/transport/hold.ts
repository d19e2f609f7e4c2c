import type { ClientError, Glimpse, Machine, StreamBuilder, UpstreamProtocol } from "../protocols/protocol.ts";
import { HttpError } from "./http.ts";
import { type Notes, noNotes, passthrough, type Relay, reframed, translation, without } from "./relay.ts";
import type { Frame } from "./sse.ts";

/** What a stream told; whole once `rest` has ended. */
export interface StreamSummary {
	readonly finish?: Glimpse["finish"];
	/** The counts the provider gave. */
	readonly usage?: Glimpse["usage"];
	/** Tokens of the output that was relayed, estimated from its text: for where the provider's counts are missing, or not its last. */
	readonly said: number;
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

/** What becomes of a stream on its way to the client; with none of these it is passed through. One at most. */
export interface Relaying {
	/** Frames are parsed into parts and built in the client's protocol. */
	readonly builder?: StreamBuilder<unknown> | undefined;
	/** Frames keep their data and are written in another framing. */
	readonly reframer?: Machine<unknown, Frame, string> | undefined;
	/** Frames that the client has not asked for are left out. */
	readonly unasked?: ((frame: Frame) => boolean) | undefined;
}

/** What one stream has shown so far, and how it broke. */
interface Course {
	readonly notes: Notes;
	/** The bytes up to the first output. */
	readonly head: Uint8Array[];
	cause?: unknown;
}

const mebibyte = 1024 * 1024;
const maxErrorBytes = 64 * 1024;
/** Of what comes before the first output: Responses tells the instructions twice there, and a deployed stage takes 6 MB of them. */
const maxHeadBytes = 16 * mebibyte;

/**
 * Reads a provider's event stream up to its first output, so that a failure before it can go to another account. A stream that is passed through stays the
 * very buffers that came, which are only looked at.
 *
 * Throws what `body` throws (`HttpError`) while there is no output yet, and `HttpError` (`broken`) for one that says too much without any. The connection
 * is closed in every case but `output`.
 */
export async function holdStream(
	body: AsyncIterable<Uint8Array>,
	upstream: UpstreamProtocol,
	relaying: Relaying = {},
): Promise<HeldStream> {
	const course: Course = { notes: noNotes(), head: [] };
	const { notes } = course;
	const relay = relayOf(relaying, upstream, notes);
	const stream = follow(body, relay, course);
	const held: (Uint8Array | string)[] = [];
	while (!notes.seen.output && notes.seen.error === undefined) {
		const next = await stream.next();
		if (next.done) break;
		held.push(next.value);
	}
	if (notes.seen.output) {
		const tellsErrors = relaying.builder === undefined && relaying.reframer === undefined;
		return { kind: "output", first: joined(held), rest: stream, summary: () => summaryOf(course, tellsErrors), failure: relay.failure };
	}
	await stream.return();
	if (notes.seen.error !== undefined) return { kind: "error", ...notes.seen.error };
	return plainError(course.head, upstream) ?? { kind: "empty" };
}

function relayOf({ builder, reframer, unasked }: Relaying, upstream: UpstreamProtocol, notes: Notes): Relay {
	if (builder) return translation(builder, upstream, notes);
	if (reframer) return reframed(reframer, upstream, notes);
	return unasked ? without(unasked, upstream, notes) : passthrough(upstream, notes);
}

/** The one loop over the provider's bytes. */
async function* follow(body: AsyncIterable<Uint8Array>, relay: Relay, course: Course): AsyncGenerator<Uint8Array | string, void> {
	const { notes, head } = course;
	let headBytes = 0;
	try {
		for await (const bytes of body) {
			if (!notes.seen.output) {
				head.push(bytes);
				headBytes += bytes.length;
			}
			const out = relay.push(bytes);
			if (!notes.seen.output && headBytes > maxHeadBytes) {
				throw new HttpError("broken", `the stream went on for ${maxHeadBytes / mebibyte} MiB without any output`);
			}
			if (out.length > 0) yield out;
			if (notes.seen.error !== undefined) return;
		}
		const owed = relay.end();
		if (owed.length > 0) yield owed;
	} catch (error) {
		if (!notes.seen.output) throw error;
		course.cause = error;
	}
}

function summaryOf({ notes: { seen, said }, cause }: Course, tellsErrors: boolean): StreamSummary {
	const { finish, usage, error } = seen;
	const broken = finish === undefined && error === undefined;
	return {
		...(finish && { finish }),
		...(usage && { usage }),
		said,
		...(error && { error }),
		...(cause !== undefined && { cause }),
		broken,
		owesError: broken || (error !== undefined && !tellsErrors),
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
