import type { JsonObject } from "../../chat/request.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import type { Frame } from "../../transport/sse.ts";
import type { ClientError, Machine, StreamOptions } from "../protocol.ts";
import { chunkBuilder } from "./build-stream.ts";
import { buildError } from "./error.ts";

/** The two ways a streamed answer goes over the wire: server-sent events with `?alt=sse`, else one JSON array that grows. */

/** An empty line: nothing in both, and Google's SDK for Python reads any other line as data. */
export const keepAlive = "\n\n";

export const sseBuilder = (options: StreamOptions): Machine<unknown, StreamPart, string> =>
	mapped(chunkBuilder(options), (chunk) => `data: ${JSON.stringify(chunk)}\n\n`);

export const sseError = (error: ClientError): string => `data: ${JSON.stringify(buildError(error))}\n\n`;

export const arrayBuilder = (options: StreamOptions): Machine<unknown, StreamPart, string> =>
	inArray(mapped(chunkBuilder(options), (chunk) => JSON.stringify(chunk)));

/** A provider's events as an array, their data untouched. */
export const arrayReframer = (): Machine<unknown, Frame, string> => inArray(frameData);

/** An array that an answer has begun, ended by the error as its last element. */
export const arrayError = (error: ClientError): string => `,\n${JSON.stringify(buildError(error))}\n]\n\n`;

const frameData: Machine<undefined, Frame, string> = {
	initial: undefined,
	step: (_, { data }) => [undefined, data === "" || data === "[DONE]" ? [] : [data]],
	end: () => [],
};

const mapped = <State, In>(machine: Machine<State, In, JsonObject>, text: (chunk: JsonObject) => string): Machine<State, In, string> => ({
	initial: machine.initial,
	step(state, input) {
		const [next, chunks] = machine.step(state, input);
		return [next, chunks.map(text)];
	},
	end: (state) => machine.end(state).map(text),
});

interface ArrayState<State> {
	readonly inner: State;
	readonly begun: boolean;
}

/** Each element ends with a blank line, between which a keep-alive may stand. */
function inArray<State, In>(machine: Machine<State, In, string>): Machine<ArrayState<State>, In, string> {
	const elements = (begun: boolean, texts: readonly string[]): string[] =>
		texts.map((text, at) => `${begun || at > 0 ? "," : "["}\n${text}\n\n`);
	return {
		initial: { inner: machine.initial, begun: false },
		step({ inner, begun }, input) {
			const [next, texts] = machine.step(inner, input);
			return [{ inner: next, begun: begun || texts.length > 0 }, elements(begun, texts)];
		},
		end({ inner, begun }) {
			const last = elements(begun, machine.end(inner));
			return [...last, begun || last.length > 0 ? "]\n" : "[]\n"];
		},
	};
}
