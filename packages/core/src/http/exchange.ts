import http, { type ClientRequest, type IncomingMessage } from "node:http";
import https from "node:https";
import { HttpError, type HttpRequest, type HttpResponse } from "@smart-router/llm/transport/http.ts";
import { responseBody } from "./body.ts";
import { connectionOf, connectTimeoutMs } from "./connection.ts";
import { toHttpError } from "./failure.ts";
import { aborted, late, type Patience, watch } from "./watch.ts";

/** Sends one request and waits for the answer's headers; its body is watched from then on. `stale`: it may be sent anew, see `Connection`. */
export function exchange(body: HttpRequest["body"], options: http.RequestOptions, patience: Patience): Promise<HttpResponse | "stale"> {
	const { origin, signal, startTimer } = patience;
	return new Promise((resolve, reject) => {
		if (signal?.aborted) return reject(aborted(origin));
		const outgoing = open(options, origin);
		const watching = watch(patience, "did not answer", fail);
		const connection = connectionOf(outgoing, options.protocol === "https:", startTimer, () =>
			fail(late(origin, "could not be reached", connectTimeoutMs)),
		);
		let over = false;

		/** The first end counts. */
		function end(act: () => void): void {
			if (over) return;
			over = true;
			watching.end();
			connection.forget();
			act();
		}
		function fail(error: HttpError): void {
			end(() => {
				reject(error);
				outgoing.destroy();
			});
		}
		// The body is listened to at once: its first error may come before a promise would tell of the headers.
		outgoing.on("response", (message) => end(() => resolve(answerOf(message, patience))));
		outgoing.on("error", (error: NodeJS.ErrnoException) => {
			if (connection.wasStale(error)) end(() => resolve("stale"));
			else fail(toHttpError(error, origin, connection.stands()));
		});
		outgoing.on("close", () => fail(new HttpError("broken", `the connection to ${origin} closed without an answer`)));
		outgoing.end(body);
	});
}

/** Throws for headers that HTTP cannot carry; Node's own words name the header and not its value. */
function open(options: http.RequestOptions, origin: string): ClientRequest {
	try {
		return (options.protocol === "https:" ? https : http).request(options);
	} catch (cause) {
		throw new HttpError("connect", `the request to ${origin} could not be sent`, { cause });
	}
}

const answerOf = (message: IncomingMessage, patience: Patience): HttpResponse => ({
	status: message.statusCode ?? 0,
	headers: plainHeaders(message),
	body: responseBody(message, patience),
});

function plainHeaders(message: IncomingMessage): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(message.headers)) {
		if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
	}
	return headers;
}
