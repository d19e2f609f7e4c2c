import type { IncomingMessage } from "node:http";
import { HttpError } from "@smart-router/llm/transport/http.ts";
import { type Patience, watch } from "./watch.ts";

/** Bytes kept for a slow reader before the connection is told to wait. */
const highWaterMark = 64 * 1024;

type Next = IteratorResult<Uint8Array, undefined>;

/**
 * A response's bytes for one reader. `IncomingMessage` can be iterated as it is, but its generic iterator costs about a fifth of the CPU of a
 * streamed answer (docs/decisions/http-client.md), and its errors would have to be translated all the same. Reading ahead starts at once, so that a
 * small body frees its connection even when nobody reads it; a large one must be read, left or aborted. Silence breaks it, a slow reader does not.
 */
export function responseBody(message: IncomingMessage, patience: Patience): AsyncIterable<Uint8Array> {
	const { origin } = patience;
	const watching = watch(patience, "sent nothing more", abort);
	const queue: Uint8Array[] = [];
	let queued = 0;
	let ended = false;
	let failure: HttpError | undefined;
	let waiting: { readonly resolve: (next: Next) => void; readonly reject: (error: HttpError) => void } | undefined;

	const end = (): void => {
		ended = true;
		watching.end();
		waiting?.resolve({ done: true, value: undefined });
		waiting = undefined;
	};
	const fail = (error: HttpError): void => {
		if (ended || failure !== undefined) return;
		failure = error;
		watching.end();
		waiting?.reject(error);
		waiting = undefined;
	};
	/** The reader gets the error at once, and the connection is closed. */
	function abort(error: HttpError): void {
		queue.length = 0;
		fail(error);
		message.destroy();
	}

	message.on("data", (chunk: Uint8Array) => {
		watching.alive();
		if (waiting !== undefined) {
			const { resolve } = waiting;
			waiting = undefined;
			resolve({ done: false, value: chunk });
			return;
		}
		queue.push(chunk);
		queued += chunk.length;
		if (queued <= highWaterMark) return;
		message.pause();
		watching.pause();
	});
	message.on("end", end);
	message.on("error", (cause) => fail(new HttpError("broken", `the answer of ${origin} broke off`, { cause })));
	message.on("close", () => {
		if (!ended) fail(new HttpError("broken", `the answer of ${origin} broke off`));
	});

	const iterator: AsyncIterator<Uint8Array, undefined> = {
		next() {
			const chunk = queue.shift();
			if (chunk !== undefined) {
				queued -= chunk.length;
				if (queue.length === 0 && failure === undefined && message.isPaused()) {
					message.resume();
					watching.alive();
				}
				return Promise.resolve({ done: false, value: chunk });
			}
			if (failure !== undefined) return Promise.reject(failure);
			if (ended) return Promise.resolve({ done: true, value: undefined });
			return new Promise((resolve, reject) => {
				waiting = { resolve, reject };
			});
		},
		return() {
			queue.length = 0;
			if (!ended) message.destroy();
			return Promise.resolve({ done: true, value: undefined });
		},
	};

	return { [Symbol.asyncIterator]: () => iterator };
}
