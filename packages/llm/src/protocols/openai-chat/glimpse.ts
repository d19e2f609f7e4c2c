import type { Frame } from "../../transport/sse.ts";
import { glimpseOf, nothingSeen } from "../glimpse.ts";
import type { Glimpse } from "../protocol.ts";
import { streamParser } from "./parse-stream.ts";

/** A finish reason, usage or an error may stand here. Inside a text the quotes would be escaped, so this is seldom wrong and never blind. */
const mayTell = /"(?:finish_reason"\s*:\s*"|usage"\s*:\s*\{|error"\s*:\s*[^n\s]|(?:object|type)"\s*:\s*"error")/;

/** Each frame is read by itself: a frame's output, finish, usage or error does not depend on those before it. */
export function glimpse(frame: Frame, outputSeen: boolean): Glimpse {
	if (outputSeen && frame.event !== "error" && !mayTell.test(frame.data)) return nothingSeen;
	return glimpseOf(streamParser.step(streamParser.initial, frame)[1]);
}
