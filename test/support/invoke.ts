import { Writable } from "node:stream";
import type { APIGatewayProxyEvent } from "aws-lambda";

/** A handler as `awslambda.streamifyResponse` leaves it: it writes its answer to the stream it is given. */
export type StreamedHandler = (event: APIGatewayProxyEvent, stream: Writable, context: InvokeContext) => Promise<void>;

export interface InvokeContext {
	readonly awsRequestId: string;
	readonly signal: AbortSignal;
	getRemainingTimeInMillis(): number;
}

export interface InvokeRequest {
	readonly method: string;
	/** With its query string. */
	readonly path: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** A string or bytes go as they are; anything else as JSON. */
	readonly body?: unknown;
	readonly sourceIp?: string;
	readonly signal?: AbortSignal;
	/** ms that the function has left; 15 min when missing. */
	readonly remainingMs?: number;
}

export interface InvokeResult {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** When each piece of the body was written, in order. */
	readonly chunks: readonly string[];
	/** The body as JSON; throws when it is none. */
	json<Shape = Record<string, unknown>>(): Shape;
}

interface Head {
	readonly statusCode: number;
	readonly headers?: Readonly<Record<string, string>>;
}

/** The stream Lambda hands to a streamed handler: keeps the head and every chunk. */
class AnswerStream extends Writable {
	head: Head | undefined;
	readonly chunks: string[] = [];
	override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
		if (chunk.length > 0) this.chunks.push(chunk.toString("utf8"));
		done();
	}
}

/** Lambda's streaming global in memory. Call it before a handler is built: middy reads the global then. */
export function installLambdaGlobal(): void {
	Object.assign(globalThis, {
		awslambda: {
			streamifyResponse: <Handler>(handler: Handler): Handler => handler,
			HttpResponseStream: {
				from: (stream: AnswerStream, head: Head): AnswerStream => {
					stream.head = head;
					return stream;
				},
			},
		},
	});
}

/** Calls a streamed handler with the API Gateway REST event of this request and gathers its answer. */
export async function invoke(handler: StreamedHandler, request: InvokeRequest): Promise<InvokeResult> {
	const stream = new AnswerStream();
	await handler(restEvent(request), stream, {
		awsRequestId: "test",
		signal: request.signal ?? new AbortController().signal,
		getRemainingTimeInMillis: () => request.remainingMs ?? 900_000,
	});
	const body = stream.chunks.join("");
	return {
		status: stream.head?.statusCode ?? 0,
		headers: stream.head?.headers ?? {},
		body,
		chunks: stream.chunks,
		json: <Shape>() => JSON.parse(body) as Shape,
	};
}

/** The event API Gateway (REST, proxy integration) makes of the request. */
export function restEvent(request: InvokeRequest): APIGatewayProxyEvent {
	const mark = request.path.indexOf("?");
	const path = mark === -1 ? request.path : request.path.slice(0, mark);
	const query = mark === -1 ? null : new URLSearchParams(request.path.slice(mark + 1));
	const bytes = request.body instanceof Uint8Array;
	return {
		resource: path,
		path,
		httpMethod: request.method,
		headers: { ...request.headers },
		multiValueHeaders: {},
		queryStringParameters: query && Object.fromEntries(query),
		multiValueQueryStringParameters: query && Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)])),
		pathParameters: null,
		stageVariables: null,
		body: bodyText(request.body),
		isBase64Encoded: bytes,
		requestContext: {
			accountId: "",
			apiId: "test",
			authorizer: null,
			protocol: "HTTP/1.1",
			httpMethod: request.method,
			path,
			stage: "test",
			requestId: "test",
			requestTimeEpoch: 0,
			resourceId: "",
			resourcePath: path,
			identity: { sourceIp: request.sourceIp ?? "127.0.0.1" } as APIGatewayProxyEvent["requestContext"]["identity"],
		},
	};
}

function bodyText(body: unknown): string | null {
	if (body === undefined) return null;
	if (body instanceof Uint8Array) return Buffer.from(body).toString("base64");
	return typeof body === "string" ? body : JSON.stringify(body);
}
