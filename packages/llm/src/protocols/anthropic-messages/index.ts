import { frameText } from "../frame-text.ts";
import type { ClientProtocol, UpstreamProtocol } from "../protocol.ts";
import { buildRequest } from "./build-request.ts";
import { buildResponse } from "./build-response.ts";
import { keepAlive, streamBuilder } from "./build-stream.ts";
import { buildError, buildStreamError, errorMessage } from "./error.ts";
import { fieldNames } from "./field-names.ts";
import { glimpse } from "./glimpse.ts";
import { buildModel, buildModelList } from "./models.ts";
import { parseRequest } from "./parse-request.ts";
import { parseResponse } from "./parse-response.ts";
import { streamParser } from "./parse-stream.ts";
import { passRequest } from "./pass-request.ts";

/** Anthropic Messages as clients speak it to the gateway. */
export const anthropicMessagesClient: ClientProtocol = {
	id: "anthropic-messages",
	fieldNames,
	parseRequest,
	passRequest,
	buildResponse,
	streamBuilder,
	buildError,
	buildStreamError,
	keepAlive,
	buildTokenCount: (tokens) => ({ input_tokens: tokens }),
	buildModel,
	buildModelList,
};

/** Anthropic Messages as the gateway speaks it to a provider. */
export const anthropicMessagesUpstream: UpstreamProtocol = {
	id: "anthropic-messages",
	buildRequest,
	parseResponse,
	streamParser,
	glimpse,
	textOf: frameText("text", "thinking", "partial_json"),
	errorMessage,
};
