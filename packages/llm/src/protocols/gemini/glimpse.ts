import { objectOf, parseJson } from "../../chat/json.ts";
import type { JsonObject } from "../../chat/request.ts";
import type { Frame } from "../../transport/sse.ts";
import { nothingSeen } from "../glimpse.ts";
import type { Glimpse } from "../protocol.ts";
import { answerIn } from "./answer.ts";
import { errorOf, messageOf } from "./error.ts";
import { finishReason } from "./finish-reason.ts";
import { usageOf } from "./usage.ts";

/** Every chunk repeats the usage, but only the chunks that hold one of these are the last word. Inside a text the quotes would be escaped. */
const telling = ['"finishReason"', '"blockReason"', '"error"'];

/** What one chunk of a passthrough stream tells. Whether an earlier chunk held a tool call it cannot know. */
export function glimpse(frame: Frame, outputSeen: boolean): Glimpse {
	const { data } = frame;
	if (outputSeen && data.includes('"candidates"') && !telling.some((word) => data.includes(word))) return nothingSeen;
	const chunk = parseJson(data);
	const error = errorOf(chunk);
	if (error !== undefined) return { output: false, error: { message: messageOf(error) ?? "The provider reported an error", body: data } };
	const body = objectOf(chunk);
	return body === undefined ? nothingSeen : seenIn(body);
}

function seenIn(body: JsonObject): Glimpse {
	const { parts, finish, blocked } = answerIn(body);
	const usage = usageOf(body.usageMetadata);
	const called = parts.some((part) => part.functionCall !== undefined);
	const reason = finish === undefined ? undefined : blocked ? "content-filter" : finishReason(finish, called);
	return {
		output: finish !== undefined || parts.some(isContent),
		...(finish !== undefined && reason !== undefined && { finish: { reason, raw: finish } }),
		...(usage && { usage }),
	};
}

/** A client of the same protocol sees parts of every kind; an empty text that only carries a signature is none. */
const isContent = (part: JsonObject): boolean =>
	Object.entries(part).some(([name, value]) => name !== "thought" && name !== "thoughtSignature" && value !== "");
