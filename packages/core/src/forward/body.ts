import { Readable } from "node:stream";

export interface BodyOptions {
	/** What goes to the client, in order. */
	readonly chunks: AsyncIterator<Uint8Array | string>;
	/** Sent after `silenceMs` without a chunk, only where a frame has ended. */
	readonly keepAlive: string;
	readonly silenceMs: number;
	/** Called once when the client left before the end: whatever feeds `chunks` must stop now. */
	readonly abandon: () => void;
}

const lineFeed = 0x0a;

/** True when nothing is half-said: the chunk ends with a blank line. */
function endsFrame(chunk: Uint8Array | string): boolean {
	if (typeof chunk === "string") return chunk.endsWith("\n\n") || chunk.endsWith("\n\r\n");
	const last = chunk.length - 1;
	if (chunk[last] !== lineFeed) return false;
	return chunk[last - 1] === lineFeed || (chunk[last - 1] === 0x0d && chunk[last - 2] === lineFeed);
}

/**
 * `chunks` as a stream with backpressure end to end: a chunk is asked for only when the client has room.
 * In silence it says `keepAlive`, so that nobody between client and gateway gives up.
 */
export function streamBody({ chunks, keepAlive, silenceMs, abandon }: BodyOptions): Readable {
	let atFrameEnd = true;
	let reading = false;
	let ended = false;
	const body = new Readable({
		read() {
			if (!reading) void pull();
		},
		destroy(error, done) {
			clearInterval(silence);
			if (!ended) abandon();
			done(error);
		},
	});
	const silence = setInterval(() => {
		if (atFrameEnd && !ended) body.push(keepAlive);
	}, silenceMs);
	silence.unref();

	async function pull(): Promise<void> {
		reading = true;
		try {
			for (let room = true; room && !body.destroyed; ) {
				const { value, done } = await chunks.next();
				if (body.destroyed) return;
				if (done) {
					ended = true;
					body.push(null);
					return;
				}
				if (value.length === 0) continue;
				silence.refresh();
				atFrameEnd = endsFrame(value);
				room = body.push(value);
			}
		} catch (error) {
			body.destroy(error instanceof Error ? error : new Error("stream failed", { cause: error }));
		} finally {
			reading = false;
		}
	}

	return body;
}
