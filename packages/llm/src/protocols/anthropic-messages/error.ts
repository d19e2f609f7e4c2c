import { objectOf, parseJson, stringOf } from "../../chat/json.ts";
import type { Json } from "../../chat/request.ts";

/** The message of an error object `{type: "error", error: {type, message}}`, or of the near relatives that compatible servers send. */
export function messageOf(value: Json | undefined): string | undefined {
	const body = objectOf(value);
	const error = body?.error;
	const message =
		stringOf(error) ?? stringOf(objectOf(error)?.message) ?? (body?.content === undefined ? stringOf(body?.message) : undefined);
	return message === "" ? undefined : message;
}

/** The human message in an error body, undefined when there is none. */
export const errorMessage = (body: string): string | undefined => messageOf(parseJson(body));
