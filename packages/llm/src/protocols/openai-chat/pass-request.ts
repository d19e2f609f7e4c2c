import type { PassedRequest, PassOptions } from "../protocol.ts";
import { spliceModel } from "../splice.ts";
import { withStream } from "../stream-field.ts";

/** As an unasked client is served: usage stands in a stream only where it is asked for. */
const asked = { stream: true, stream_options: { include_usage: true } };

/** The client's body for an account of the same protocol: as it is but for the model id. Its history carries no proofs. */
export const passRequest = (rawBody: string, model: string, { stream }: PassOptions = {}): PassedRequest => ({
	body: withStream(spliceModel(rawBody, model), stream, asked),
	warnings: [],
});
