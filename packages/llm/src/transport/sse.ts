import { StringDecoder } from "node:string_decoder";
import { createParser } from "eventsource-parser";
import { HttpError } from "./http.ts";

/** One server-sent event: `event` is empty when the stream names none. */
export interface Frame {
	readonly event: string;
	readonly data: string;
}

/** Bytes to frames, however the bytes are cut. */
export interface FrameSplitter {
	/** The frames that these bytes complete. Throws `HttpError` (`broken`) when one is longer than any provider sends. */
	push(bytes: Uint8Array): readonly Frame[];
	/** The last frame when the stream ended without the blank line after it. */
	end(): readonly Frame[];
}

const maxFrameLength = 16 * 1024 * 1024;

/**
 * Splits an event stream as the HTML standard describes it (9.2.6, "Interpreting an event stream"), with one leniency: a frame the stream's end cuts off
 * before its blank line counts, because some providers leave that line out.
 *
 * @param maxLength longest frame held, in characters
 */
export function frameSplitter(maxLength = maxFrameLength): FrameSplitter {
	const decoder = new StringDecoder("utf8");
	let frames: Frame[] = [];
	const parser = createParser({
		maxBufferSize: maxLength,
		onEvent: ({ event, data }) => frames.push({ event: event ?? "", data }),
		onError: (error) => {
			if (error.type === "max-buffer-size-exceeded") {
				throw new HttpError("broken", `A frame of the stream is longer than ${maxLength} characters`);
			}
		},
	});
	const feed = (text: string): readonly Frame[] => {
		frames = [];
		parser.feed(text);
		return frames;
	};
	return {
		push: (bytes) => feed(decoder.write(bytes)),
		end: () => feed(`${decoder.end()}\n\n`),
	};
}
