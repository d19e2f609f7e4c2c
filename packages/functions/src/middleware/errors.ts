import type { GatewayError } from "@smart-router/core/errors.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Deps } from "../deps.ts";
import { type Answer, type Call, type CallRequest, jsonAnswer } from "./call.ts";
import { adminError, errorHeaders, toGatewayError } from "./failure.ts";
import { traceOf } from "./trace.ts";

/** An error in the format of whoever called. */
export type BuildError = (error: GatewayError, call: Call, event: APIGatewayProxyEvent) => Answer;

export const buildAdminError: BuildError = (error, call) => jsonAnswer(error.status, adminError(error, call.requestId));

/** Whatever is thrown becomes an answer; faults of our own are logged with their cause, never told. */
export function errors({ log }: Pick<Deps, "log">, build: BuildError) {
	return {
		onError(request: CallRequest): void {
			const { call } = request.context;
			const error = toGatewayError(request.error);
			if (error.status >= 500) log.error("request failed", { requestId: call.requestId, code: error.code, cause: traceOf(error.cause) });
			const answer = build(error, call, request.event);
			request.response = { ...answer, headers: { ...errorHeaders(error, call.allow), ...answer.headers } };
		},
	};
}
