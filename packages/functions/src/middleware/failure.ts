import { type ErrorCode, GatewayError } from "@smart-router/core/errors.ts";
import { KeysError } from "@smart-router/core/keys/keys.ts";
import { StoreError } from "@smart-router/core/store/store.ts";
import { InvalidRequest } from "@smart-router/llm/protocols/protocol.ts";
import { errorTypeOf } from "../error-type.ts";

/** Anything thrown as the one error clients are told of; what is not known becomes a dull internal_error that keeps its cause. */
export function toGatewayError(error: unknown): GatewayError {
	if (error instanceof GatewayError) return error;
	if (error instanceof InvalidRequest) return new GatewayError(error.code, error.message, { param: error.param, cause: error });
	if (error instanceof StoreError && error.kind !== "invalid") return unavailable("The store cannot be reached right now.", error);
	if (error instanceof KeysError && error.kind === "unavailable") return unavailable("The key service cannot be reached right now.", error);
	return new GatewayError("internal_error", "Something went wrong inside the gateway.", {
		hint: "Try again; if it keeps failing, tell the operator the request id.",
		cause: error,
	});
}

const unavailable = (message: string, cause: unknown): GatewayError =>
	new GatewayError("store_unavailable", message, { retryAfter: 1, cause });

/** Headers that belong to an error whatever its format. */
export const errorHeaders = ({ status, retryAfter }: GatewayError, allow: string | undefined): Record<string, string> => ({
	...(status === 401 && { "www-authenticate": "Bearer" }),
	...(status === 405 && allow !== undefined && { allow }),
	...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
});

const errorType = ({ code, status }: GatewayError): string =>
	code === "account_verification_failed" ? "verification_error" : errorTypeOf(status);

/** The admin API's error body. */
export interface AdminError {
	readonly error: {
		readonly type: string;
		readonly code: ErrorCode;
		readonly message: string;
		readonly param: string | null;
		readonly hint: string | null;
		/** Of codes that have several causes. */
		readonly reason?: string;
		readonly requestId: string;
	};
}

export const adminError = (error: GatewayError, requestId: string): AdminError => ({
	error: {
		type: errorType(error),
		code: error.code,
		message: error.message,
		param: error.param ?? null,
		hint: error.hint ?? null,
		...(error.reason !== undefined && { reason: error.reason }),
		requestId,
	},
});
