import type { UpstreamProtocol } from "../protocol.ts";
import { buildRequest } from "./build-request.ts";
import { errorMessage } from "./error.ts";
import { glimpse } from "./glimpse.ts";
import { parseResponse } from "./parse-response.ts";
import { streamParser } from "./parse-stream.ts";

/** Gemini generateContent as the gateway speaks it to a provider. */
export const geminiUpstream: UpstreamProtocol = {
	id: "gemini",
	buildRequest,
	parseResponse,
	streamParser,
	glimpse,
	errorMessage,
};
