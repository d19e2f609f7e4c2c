import { GatewayError } from "@smart-router/core/errors.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/** The body's text. Throws `GatewayError` request_too_large, or invalid_json when the bytes are no UTF-8. */
export function bodyText({ body, isBase64Encoded }: Pick<APIGatewayProxyEvent, "body" | "isBase64Encoded">, maxBytes: number): string {
	if (!body) return "";
	if (!isBase64Encoded) return within(body, body.length > maxBytes ? body.length : Buffer.byteLength(body), maxBytes);
	const bytes = Buffer.from(body, "base64");
	try {
		return within(strictUtf8.decode(bytes), bytes.length, maxBytes);
	} catch (error) {
		if (error instanceof GatewayError) throw error;
		throw new GatewayError("invalid_json", "The request body is not valid UTF-8.", { cause: error });
	}
}

function within(text: string, size: number, maxBytes: number): string {
	if (size <= maxBytes) return text;
	throw new GatewayError("request_too_large", `The request body is larger than ${Math.floor(maxBytes / 1024)} KB.`);
}

/** Whatever its content type says: the body is JSON. Throws `GatewayError` invalid_json, which never quotes the body. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		// V8's message quotes the text around the fault, which may be a secret: only its position is told.
		const at = error instanceof SyntaxError ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
		throw new GatewayError("invalid_json", `The request body is not valid JSON${at ? ` (near character ${at})` : ""}.`);
	}
}
