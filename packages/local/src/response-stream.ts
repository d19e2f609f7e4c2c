import type { ServerResponse } from "node:http";
import { Writable } from "node:stream";

/** What `awslambda.HttpResponseStream.from` gets as the head of a streamed answer. */
interface ResponseHead {
	readonly statusCode: number;
	readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The part of Lambda's streaming runtime that the handlers need, on plain Node: `streamifyResponse` hands the handler through and
 * `HttpResponseStream.from` writes the head to the HTTP answer itself, so that every byte reaches the client as it is written.
 * Must be installed before a handler module builds its middy (it reads the global then).
 */
export function installLambdaStreaming(): void {
	Object.assign(globalThis, {
		awslambda: {
			streamifyResponse: <Handler>(handler: Handler): Handler => handler,
			HttpResponseStream: { from: writeHead },
		},
	});
}

function writeHead(response: ServerResponse, head: ResponseHead): Writable {
	if (response.destroyed) return nowhere();
	// Whoever writes to a stream that closes before its end must hear of it; a ServerResponse says nothing.
	response.on("error", () => {});
	response.once("close", () => {
		if (!response.writableFinished) response.emit("error", new Error("the client hung up"));
	});
	response.writeHead(head.statusCode, head.headers);
	return response;
}

/** The client left before there was an answer. */
const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });
