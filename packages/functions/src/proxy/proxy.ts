import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { errorAnswer } from "@smart-router/core/forward/error-answer.ts";
import { openaiChatClient } from "@smart-router/llm/protocols/openai-chat/index.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { bodyText } from "../middleware/body.ts";
import { type Answer, type Call, type CallContext, jsonAnswer } from "../middleware/call.ts";
import type { BuildError } from "../middleware/errors.ts";
import { createHandler, type StreamedHandler } from "../middleware/handler.ts";
import type { RuntimeDeps } from "../runtime.ts";
import { answerChat } from "./chat.ts";
import { getModel, listModels } from "./models.ts";

/** A deployed stage gets at most 6 MB of event from API Gateway; a laptop may take more. */
const maxBodyBytes = 32 * 1024 * 1024;

const buildClientError: BuildError = (error, { requestId }) => {
	const { status, headers, body } = errorAnswer(openaiChatClient, error, requestId);
	return { statusCode: status, headers, body };
};

/** The function that clients talk to. */
export const createProxy = (deps: RuntimeDeps): StreamedHandler =>
	createHandler(deps, { name: "proxy", buildError: buildClientError, run: (event, context) => run(deps, event, context) });

async function run(deps: RuntimeDeps, event: APIGatewayProxyEvent, context: CallContext): Promise<Answer> {
	const { call } = context;
	const principal = principalOf(call);
	switch (call.route?.id) {
		case "createChatCompletion":
			return chat(deps, event, context, principal);
		case "listModels":
			return jsonAnswer(200, { object: "list", data: await listModels(deps, principal) });
		case "getModel":
			return jsonAnswer(200, await getModel(deps, principal, call.params?.["model"] ?? ""));
		default:
			throw new GatewayError("not_found", "There is no such endpoint.");
	}
}

async function chat(deps: RuntimeDeps, event: APIGatewayProxyEvent, { call, signal }: CallContext, principal: Principal): Promise<Answer> {
	const answer = await answerChat(deps, {
		principal,
		requestId: call.requestId,
		client: openaiChatClient,
		rawBody: bodyText(event, maxBodyBytes),
		headers: call.headers,
		signal: signal ?? new AbortController().signal,
	});
	call.atEnd = answer.settle;
	return { statusCode: answer.status, headers: answer.headers, body: answer.body };
}

function principalOf({ principal }: Call): Principal {
	if (principal) return principal;
	throw new GatewayError("authentication_required", "An API key is required.");
}
