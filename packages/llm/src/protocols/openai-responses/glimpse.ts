import { objectOf, parseJson } from "../../chat/json.ts";
import type { JsonObject } from "../../chat/request.ts";
import type { Frame } from "../../transport/sse.ts";
import { glimpseOf, nothingSeen } from "../glimpse.ts";
import type { Glimpse } from "../protocol.ts";
import { outputItems } from "./answer.ts";
import { parseFinish } from "./finish-reason.ts";
import { eventType, streamParser } from "./parse-stream.ts";
import { parseUsage } from "./usage.ts";

/** The end of a stream or an error may stand here. Inside a text the quotes would be escaped, so this is seldom wrong and never blind. */
const mayEnd = /"type"\s*:\s*"(?:response\.(?:completed|incomplete|failed)|error)"|^\s*\{\s*"error"/;
const endName = /^(?:response\.(?:completed|incomplete|failed)|error)$/;

/** What one event of a passthrough stream tells; each is read by itself. */
export function glimpse(frame: Frame, outputSeen: boolean): Glimpse {
	if (outputSeen && !endName.test(frame.event) && !mayEnd.test(frame.data)) return nothingSeen;
	const event = objectOf(parseJson(frame.data));
	return event === undefined ? nothingSeen : seenIn(event, frame);
}

function seenIn(event: JsonObject, frame: Frame): Glimpse {
	const type = eventType(event, frame);
	switch (type) {
		case "response.completed":
		case "response.incomplete":
			return ending(objectOf(event.response) ?? {});
		case "response.output_item.added":
			return { output: !opensSilently.includes(String(objectOf(event.item)?.type)) };
		case "response.output_item.done":
			return nothingSeen;
		default:
			return type.endsWith(".delta")
				? { output: event.delta !== undefined && event.delta !== "" }
				: glimpseOf(streamParser.step(streamParser.initial, frame)[1]);
	}
}

/** Items that say nothing until their content comes; the provider's own tools are seen by a client of the same protocol. */
const opensSilently: readonly string[] = ["message", "reasoning"];

function ending(response: JsonObject): Glimpse {
	const usage = parseUsage(response.usage);
	const calledTools = outputItems(response).some(({ type }) => type === "function_call");
	return { output: true, finish: parseFinish(response, calledTools), ...(usage && { usage }) };
}
