import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEvent } from "aws-lambda";

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The API Gateway REST proxy event that stage would send for this request before its body is there, so that the very same handlers serve it. */
export function toApiGatewayEvent(request: IncomingMessage, stage: string): APIGatewayProxyEvent {
	const target = request.url ?? "/";
	const mark = target.indexOf("?");
	const path = mark === -1 ? target : target.slice(0, mark);
	const query = mark === -1 ? undefined : new URLSearchParams(target.slice(mark + 1));
	return {
		resource: path,
		path,
		httpMethod: request.method ?? "GET",
		headers: request.headers as Record<string, string>,
		multiValueHeaders: {},
		queryStringParameters: query ? Object.fromEntries(query) : null,
		multiValueQueryStringParameters: query ? Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)])) : null,
		pathParameters: null,
		stageVariables: null,
		body: "",
		isBase64Encoded: false,
		requestContext: {
			accountId: "",
			apiId: "local",
			authorizer: null,
			protocol: "HTTP/1.1",
			httpMethod: request.method ?? "GET",
			path,
			stage,
			requestId: randomUUID(),
			requestTimeEpoch: 0,
			resourceId: "",
			resourcePath: path,
			identity: { sourceIp: request.socket.remoteAddress ?? "" } as APIGatewayProxyEvent["requestContext"]["identity"],
		},
	};
}

/** The event with the request's body. */
export function withBody(event: APIGatewayProxyEvent, body: Buffer): APIGatewayProxyEvent {
	const text = decode(body);
	return { ...event, body: text ?? body.toString("base64"), isBase64Encoded: text === undefined };
}

/** Undefined when the bytes are no UTF-8: the event then carries them as base64, as API Gateway does with binary bodies. */
function decode(body: Buffer): string | undefined {
	if (body.length === 0) return "";
	try {
		return strictUtf8.decode(body);
	} catch {
		return undefined;
	}
}
