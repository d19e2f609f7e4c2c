import { objectOf, stringOf } from "../../chat/json.ts";
import type { JsonObject } from "../../chat/request.ts";
import { buildError } from "../openai-chat/error.ts";
import type { ClientError } from "../protocol.ts";

/** A stream that ends with an error before anything is known of its response; the official SDKs throw on this event. */
export const buildStreamError = (error: ClientError): string =>
	`event: error\ndata: ${JSON.stringify({ type: "error", sequence_number: 0, ...buildError(error) })}\n\n`;

/** The codes that a failed response may have are fewer than ours. */
export const failureCode = ({ status }: ClientError): string => (status === 429 ? "rate_limit_exceeded" : "server_error");

/** The message of an event, or of a response, that says it failed; its error stands inside, beside or in `response`. */
export function failureMessage(event: JsonObject): string {
	const error = objectOf(event.error) ?? objectOf(objectOf(event.response)?.error);
	return stringOf(error?.message) ?? stringOf(event.message) ?? stringOf(event.error) ?? "The provider sent an error without a message";
}
