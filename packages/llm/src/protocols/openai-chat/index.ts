import { sameNames } from "../field-names.ts";
import { frameText } from "../frame-text.ts";
import type { ClientProtocol, UpstreamProtocol } from "../protocol.ts";
import { buildRequest } from "./build-request.ts";
import { buildResponse } from "./build-response.ts";
import { keepAlive, streamBuilder } from "./build-stream.ts";
import { buildError, buildStreamError, errorMessage } from "./error.ts";
import { glimpse } from "./glimpse.ts";
import { buildModel, buildModelList } from "./models.ts";
import { parseRequest } from "./parse-request.ts";
import { parseResponse } from "./parse-response.ts";
import { streamParser } from "./parse-stream.ts";
import { passRequest } from "./pass-request.ts";

/** OpenAI Chat Completions, as clients speak it to the gateway. */
export const openaiChatClient: ClientProtocol = {
	id: "openai-chat",
	fieldNames: sameNames,
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

/** OpenAI Chat Completions, as OpenAI and the compatible providers speak it. */
export const openaiChatUpstream: UpstreamProtocol = {
	id: "openai-chat",
	buildRequest,
	parseResponse,
	streamParser: () => streamParser,
	glimpse,
	textOf: frameText("content", "text", "reasoning_content", "reasoning", "refusal", "arguments"),
	errorMessage,
};
