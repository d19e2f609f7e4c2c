import type { Writable } from "node:stream";
import middy from "@middy/core";
import { executionModeStreamifyResponse } from "@middy/core/StreamifyResponse";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Deps } from "../deps.ts";
import type { Meter } from "../metrics/meter.ts";
import type { FunctionName } from "../routes.ts";
import type { Guard } from "./authenticate.ts";
import type { Answer, CallContext, CallRequest } from "./call.ts";
import { type BuildError, errors } from "./errors.ts";
import { findRoute } from "./router.ts";
import { start } from "./start.ts";

/** A handler as Lambda's streaming runtime (or the local server's stand-in) calls it: it writes its answer to the stream. */
export type StreamedHandler = (event: APIGatewayProxyEvent, stream: Writable, context: object) => Promise<void>;

export type HandlerDeps = Pick<Deps, "clock" | "log" | "metrics">;

export interface HandlerOptions {
	/** The function whose routes it serves. */
	readonly name: FunctionName;
	readonly buildError: BuildError;
	/** Lets pass who may, and throws for the others. */
	readonly guard: Guard;
	readonly run: (event: APIGatewayProxyEvent, context: CallContext) => Promise<Answer>;
}

/**
 * A function's handler: request id → route → key and scope → `run`; errors in the caller's format; one access line at the end.
 * The global `awslambda` must be there when this is called: middy reads it at once.
 */
export function createHandler(deps: HandlerDeps, { name, buildError, guard, run }: HandlerOptions): StreamedHandler {
	const handler = middy<APIGatewayProxyEvent, Answer, Error, CallContext>(run, {
		executionMode: executionModeStreamifyResponse,
		// Lambda's own deadline is the handler's business; middy would start a timer for every request.
		timeoutEarlyInMillis: 0,
		requestEnd: (request) => end(deps, name, request as unknown as CallRequest),
	})
		.use(start(deps))
		.use(errors(deps, buildError))
		.use({ before: ({ event, context }: CallRequest) => findRoute(name, event, context.call) })
		.use({ before: guard });
	return handler as unknown as StreamedHandler;
}

/** After the last byte: what is owed is settled, then one line says what happened, without query, headers or bodies. */
async function end(
	{ clock, log, metrics }: HandlerDeps,
	name: FunctionName,
	{ context: { call }, response, event }: CallRequest,
): Promise<void> {
	try {
		await call.atEnd?.();
	} finally {
		const status = response?.statusCode ?? 0;
		const ms = clock() - call.startedAt;
		measure(metrics, { name, status, ms });
		log.info("request", {
			requestId: call.requestId,
			method: event.httpMethod,
			route: call.route?.path ?? null,
			status,
			ms,
			workspace: call.principal?.workspace ?? null,
			keyId: call.principal?.keyId ?? null,
		});
	}
}

function measure(
	metrics: Meter,
	{ name, status, ms }: { readonly name: FunctionName; readonly status: number; readonly ms: number },
): void {
	metrics.count("answers", { function: name, status: String(status) });
	metrics.answered(name, ms / 1000);
	if (name === "proxy") metrics.count("client_requests", {});
	if (name === "proxy" && status >= 500) metrics.count("client_failures", { reason: String(status) });
	metrics.flush();
}
