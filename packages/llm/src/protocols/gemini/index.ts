import { frameText } from "../frame-text.ts";
import type { ClientProtocol, UpstreamProtocol } from "../protocol.ts";
import { buildRequest } from "./build-request.ts";
import { buildResponse } from "./build-response.ts";
import { buildError, errorMessage } from "./error.ts";
import { fieldNames } from "./field-names.ts";
import { arrayBuilder, arrayError, arrayReframer, keepAlive, sseBuilder, sseError } from "./framing.ts";
import { glimpse } from "./glimpse.ts";
import { buildModel, buildModelList } from "./models.ts";
import { parseRequest } from "./parse-request.ts";
import { parseResponse } from "./parse-response.ts";
import { streamParser } from "./parse-stream.ts";
import { passRequest } from "./pass-request.ts";

/** Gemini generateContent as clients speak it to the gateway, streaming with `?alt=sse`. */
export const geminiClient: ClientProtocol = {
	id: "gemini",
	fieldNames,
	parseRequest,
	passRequest,
	buildResponse,
	streamBuilder: sseBuilder,
	buildError,
	buildStreamError: sseError,
	keepAlive,
	buildTokenCount: (tokens) => ({ totalTokens: tokens }),
	buildModel,
	buildModelList,
};

/** The same, streaming without `alt`: one JSON array. */
export const geminiArrayClient: ClientProtocol = {
	...geminiClient,
	streamType: "application/json",
	streamBuilder: arrayBuilder,
	streamReframer: arrayReframer,
	buildStreamError: arrayError,
};

/** Gemini generateContent as the gateway speaks it to a provider. */
export const geminiUpstream: UpstreamProtocol = {
	id: "gemini",
	buildRequest,
	parseResponse,
	streamParser,
	glimpse,
	textOf: frameText("text"),
	errorMessage,
};
