import { parseJson } from "@smart-router/llm/chat/json.ts";
import type { ClientError, ClientProtocol } from "@smart-router/llm/protocols/protocol.ts";
import type { GatewayError } from "../errors.ts";

export interface ErrorAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** Waits longer than this are not worth a client's own retries. */
const longWaitSeconds = 60;

/** What a client may know of an error, in the one form every protocol builds from. */
export const toClientError = (error: GatewayError, requestId: string): ClientError => ({
	status: error.status,
	code: error.code,
	message: error.hint ? `${error.message} ${error.hint}` : error.message,
	param: error.param ?? null,
	requestId,
});

/** A gateway's error in the client's protocol, with the headers that tell whether and when to retry. */
export function errorAnswer(client: ClientProtocol, error: GatewayError, requestId: string): ErrorAnswer {
	const headers: Record<string, string> = { "content-type": "application/json" };
	if (error.retryAfter !== undefined) {
		headers["retry-after"] = String(error.retryAfter);
		if (error.retryAfter > longWaitSeconds) headers["x-should-retry"] = "false";
	}
	return { status: error.status, headers, body: JSON.stringify(client.buildError(toClientError(error, requestId))) };
}

/** A provider's refusal of the request itself, in the client's protocol; unmodified where both speak the same. */
export const refusalAnswer = (client: ClientProtocol, error: ClientError, sameProtocol: boolean, body: string): ErrorAnswer => ({
	status: error.status,
	headers: { "content-type": "application/json" },
	body: sameProtocol && isStructured(body) ? body : JSON.stringify(client.buildError(error)),
});

const isStructured = (body: string): boolean => /^\s*[[{]/.test(body) && parseJson(body) !== undefined;
