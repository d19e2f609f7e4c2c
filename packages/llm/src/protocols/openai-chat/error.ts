import { arrayOf, objectOf, parseJson, stringOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";
import type { ClientError } from "../protocol.ts";

function typeOf(status: number): string {
	switch (status) {
		case 401:
			return "authentication_error";
		case 403:
			return "permission_error";
		case 429:
			return "rate_limit_error";
		default:
			return status >= 500 ? "server_error" : "invalid_request_error";
	}
}

export const buildError = ({ status, code, message, param }: ClientError): JsonObject => ({
	error: { message, type: typeOf(status), param, code },
});

/** No `[DONE]` follows: the answer is not whole, and the official SDK throws on this frame. */
export const buildStreamError = (error: ClientError): string => `data: ${JSON.stringify(buildError(error))}\n\n`;

/** The human message of a provider's error body, undefined when it is no error. */
export function errorMessage(body: string): string | undefined {
	const json = parseJson(body);
	return json === undefined ? undefined : messageOf(json);
}

/** As `errorMessage`, of parsed JSON. Google wraps the object in an array. */
export function messageOf(json: Json): string | undefined {
	const body = objectOf(Array.isArray(json) ? json[0] : json);
	if (body === undefined) return undefined;
	return declaredError(body) ?? (body.choices === undefined ? bareMessage(body) : undefined);
}

/**
 * The message of what says that it is an error: `{error:{message}}`, `{error:"…"}` and `{object:"error",message}` (vLLM, Mistral). The only shapes that
 * count inside a stream.
 */
export function declaredError(body: JsonObject): string | undefined {
	const error = body.error;
	const declared =
		(error !== undefined && error !== null && error !== false && error !== "") || body.object === "error" || body.type === "error";
	if (!declared) return undefined;
	return stringOf(error) ?? stringOf(objectOf(error)?.message) ?? stringOf(body.message) ?? "The provider sent an error without a message";
}

/** `{detail:"…"|[{msg}]|{error_code}}` (FastAPI servers, ChatGPT) or `{message}`: an error only where an error is expected. */
function bareMessage(body: JsonObject): string | undefined {
	const detail = body.detail;
	return (
		stringOf(detail) ?? stringOf(objectOf(arrayOf(detail)[0])?.msg) ?? stringOf(objectOf(detail)?.error_code) ?? stringOf(body.message)
	);
}
