import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { GatewayError } from "@smart-router/core/errors.ts";
import { newRequestId } from "@smart-router/core/usage/request-record.ts";
import { adminError } from "@smart-router/functions/middleware/failure.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { toApiGatewayEvent, withBody } from "./event.ts";

/** A streamed Lambda handler as `awslambda.streamifyResponse` leaves it: it resolves once the answer is flushed and settled. */
export type StreamHandler = (event: APIGatewayProxyEvent, stream: ServerResponse, context: LocalContext) => Promise<void>;

/** The parts of a Lambda context the handlers read; `signal` is ours: it fires when the client hangs up. */
export interface LocalContext {
	readonly awsRequestId: string;
	readonly signal: AbortSignal;
	getRemainingTimeInMillis(): number;
}

export interface ServerOptions {
	readonly stage: string;
	/** Requests wait for it: the port may be taken before everything behind it is there. */
	readonly ready: () => Promise<unknown>;
	/** Bytes of body this caller may bring: more is refused with 413; where it is 0 the body is not read and the handler answers without it. */
	readonly maxBodyBytes: (event: APIGatewayProxyEvent) => Promise<number>;
	readonly tls?: { readonly cert: string; readonly key: string };
	/** Which handler serves this request. */
	readonly handlerOf: (method: string, path: string) => StreamHandler;
	/** Refuses a request before anything else sees it, with the text to say; `--open` checks Host and Origin here. */
	readonly refuse?: (request: IncomingMessage) => string | undefined;
	readonly onError: (error: unknown) => void;
}

export interface LocalServer {
	readonly server: Server;
	/** Takes no new request, lets running ones end for at most `graceMs`, then aborts them; resolves when every one has settled. */
	stop(graceMs: number): Promise<void>;
}

/** A whole request must be here within it: 32 MB over half a megabit a second. Answers may take as long as they like. */
const uploadMs = 10 * 60_000;

/** HTTP in, API Gateway events to the handlers, their streamed answers out. */
export function createLocalServer(options: ServerOptions): LocalServer {
	const running = new Map<Promise<void>, () => void>();
	const listener = (request: IncomingMessage, response: ServerResponse): void => {
		const hangUp = new AbortController();
		const cutOff = (): void => {
			hangUp.abort();
			request.destroy();
			response.destroy();
		};
		const work = serve(request, response, hangUp, options).catch((error: unknown) => {
			if (!hangUp.signal.aborted) options.onError(error);
			response.destroy();
		});
		running.set(work, cutOff);
		void work.finally(() => running.delete(work));
	};
	const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
	server.keepAliveTimeout = 75_000;
	server.requestTimeout = uploadMs;

	return {
		server,
		async stop(graceMs) {
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			server.closeIdleConnections();
			const deadline = setTimeout(() => {
				for (const cutOff of running.values()) cutOff();
			}, graceMs);
			await Promise.all(running.keys());
			clearTimeout(deadline);
			server.closeAllConnections();
			await closed;
		},
	};
}

async function serve(request: IncomingMessage, response: ServerResponse, hangUp: AbortController, options: ServerOptions): Promise<void> {
	response.once("close", () => {
		if (!response.writableFinished) hangUp.abort();
	});
	const refusal = options.refuse?.(request);
	if (refusal !== undefined) return answerError(response, new GatewayError("permission_denied", refusal));
	await options.ready();
	const head = toApiGatewayEvent(request, options.stage);
	const maxBytes = hasBody(request) ? await options.maxBodyBytes(head) : 0;
	const body = maxBytes > 0 ? await readBody(request, maxBytes) : empty;
	if (body === "gone") return;
	if (body === "too-large") {
		return answerError(response, new GatewayError("request_too_large", `The request body is larger than ${sizeText(maxBytes)}.`));
	}
	const event = withBody(head, body);
	await options.handlerOf(event.httpMethod, event.path)(event, response, {
		awsRequestId: event.requestContext.requestId,
		signal: hangUp.signal,
		// A server of its own has no end.
		getRemainingTimeInMillis: () => Number.POSITIVE_INFINITY,
	});
}

const empty = Buffer.alloc(0);

/** RFC 9112 section 6.3. */
const hasBody = ({ headers }: IncomingMessage): boolean =>
	headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

const sizeText = (bytes: number): string => (bytes < 1_048_576 ? `${Math.floor(bytes / 1024)} KB` : `${Math.floor(bytes / 1_048_576)} MB`);

/** The body's bytes; the rest of an oversized one is read away so that the client sees the answer instead of a reset. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | "too-large" | "gone"> {
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of request) {
			size += chunk.length;
			if (size <= maxBytes) chunks.push(chunk);
			else chunks.length = 0;
			if (size > 4 * maxBytes) break;
		}
	} catch {
		return "gone";
	}
	if (size > maxBytes) return "too-large";
	const [only] = chunks;
	return chunks.length === 1 && only ? only : Buffer.concat(chunks);
}

/** What is refused before a handler sees it, in the admin API's form, which holds all that OpenAI's has. */
function answerError(response: ServerResponse, error: GatewayError): void {
	const requestId = newRequestId(Date.now());
	response.writeHead(error.status, {
		"content-type": "application/json",
		"x-content-type-options": "nosniff",
		"x-smart-router-request-id": requestId,
	});
	response.end(JSON.stringify(adminError(error, requestId)));
}
