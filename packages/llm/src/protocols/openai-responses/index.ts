import { frameText } from "../frame-text.ts";
import { buildError, errorMessage } from "../openai-chat/error.ts";
import { buildModel, buildModelList } from "../openai-chat/models.ts";
import type { ClientProtocol, UpstreamProtocol } from "../protocol.ts";
import { buildRequest } from "./build-request.ts";
import { buildResponse } from "./build-response.ts";
import { keepAlive, streamBuilder } from "./build-stream.ts";
import { buildStreamError } from "./error.ts";
import { fieldNames } from "./field-names.ts";
import { glimpse } from "./glimpse.ts";
import { parseRequest } from "./parse-request.ts";
import { parseResponse } from "./parse-response.ts";
import { streamParser } from "./parse-stream.ts";
import { passRequest } from "./pass-request.ts";

/** OpenAI Responses, as clients speak it to the gateway. Errors and model lists are those of OpenAI's other protocol. */
export const openaiResponsesClient: ClientProtocol = {
	id: "openai-responses",
	fieldNames,
	parseRequest,
	passRequest,
	buildResponse,
	streamBuilder,
	buildError,
	buildStreamError,
	keepAlive,
	buildModel,
	buildModelList,
};

/** OpenAI Responses, as OpenAI and the servers that follow it speak it. */
export const openaiResponsesUpstream: UpstreamProtocol = {
	id: "openai-responses",
	buildRequest,
	parseResponse,
	streamParser: () => streamParser,
	glimpse,
	textOf: frameText("delta"),
	errorMessage,
};
