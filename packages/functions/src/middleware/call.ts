import type { Readable } from "node:stream";
import type { Principal } from "@smart-router/core/api-key/principal.ts";
import type { PageSession } from "@smart-router/core/api-key/session.ts";
import type { Secret } from "@smart-router/core/credential/secret.ts";
import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import type { RouteOf } from "./router.ts";

/** One request on its way through the middlewares; each adds what it finds. */
export interface Call {
	/** Sorts by time; also the id of the request's record. */
	readonly requestId: string;
	/** ms since the epoch. */
	readonly startedAt: number;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	route?: RouteOf;
	/** By name, percent-decoded. */
	params?: Readonly<Record<string, string>>;
	/** Missing on public routes only. */
	principal?: Principal;
	/** The page's session the principal came from, when he presented no key. */
	session?: PageSession | undefined;
	/** `Set-Cookie` of the answer. */
	setCookie?: string;
	/** The API key that was presented; missing where somebody is known otherwise. */
	proof?: Secret;
	/** Methods this path knows, when the asked one is not among them. */
	allow?: string;
	/** Runs once the last byte is flushed or the client has left. */
	atEnd?: () => Promise<void>;
}

/** Lambda's context with the call; the local server adds a signal that fires when the client hangs up. */
export type CallContext = Context & { readonly call: Call; readonly signal?: AbortSignal };

export interface Answer {
	readonly statusCode: number;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | Readable;
}

export const jsonAnswer = (statusCode: number, value: unknown): Answer => ({
	statusCode,
	headers: { "content-type": "application/json" },
	body: JSON.stringify(value),
});

export const emptyAnswer: Answer = { statusCode: 204, headers: {}, body: "" };

/** What tells who calls; the body is no part of it. */
export interface RequestHead {
	readonly event: Pick<APIGatewayProxyEvent, "httpMethod" | "path" | "queryStringParameters">;
	readonly context: { readonly call: Pick<Call, "headers"> };
}

/** What a middleware of ours sees of middy's request. */
export interface CallRequest {
	readonly event: APIGatewayProxyEvent;
	readonly context: CallContext;
	response: Answer | null | undefined;
	readonly error: unknown;
}
