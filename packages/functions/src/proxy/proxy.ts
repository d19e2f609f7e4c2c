import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { errorAnswer } from "@smart-router/core/forward/error-answer.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { bodyText } from "../middleware/body.ts";
import { type Answer, type Call, type CallContext, jsonAnswer } from "../middleware/call.ts";
import type { BuildError } from "../middleware/errors.ts";
import { createHandler, type StreamedHandler } from "../middleware/handler.ts";
import type { RuntimeDeps } from "../runtime.ts";
import { answerChat, type ChatCall } from "./chat.ts";
import { addressOf, chatRouteOf, clientOf } from "./client-of.ts";
import { getModel, listModels } from "./models.ts";

/** A deployed stage gets at most 6 MB of event from API Gateway; a laptop may take more. */
const maxBodyBytes = 32 * 1024 * 1024;

const buildClientError: BuildError = (error, call, event) => {
	const { status, headers, body } = errorAnswer(clientOf(call, event), error, call.requestId);
	return { statusCode: status, headers, body };
};

/** The function that clients talk to. */
export const createProxy = (deps: RuntimeDeps): StreamedHandler =>
	createHandler(deps, { name: "proxy", buildError: buildClientError, run: (event, context) => run(deps, event, context) });

async function run(deps: RuntimeDeps, event: APIGatewayProxyEvent, context: CallContext): Promise<Answer> {
	const { call } = context;
	const principal = principalOf(call);
	const client = clientOf(call, event);
	const route = chatRouteOf(call);
	if (route) return chat(deps, event, context, { principal, client, address: addressOf(call, route), counts: route.counts ?? false });
	switch (call.route?.id) {
		case "listModels":
		case "listGeminiModels":
			return jsonAnswer(200, client.buildModelList(await listModels(deps, principal)));
		case "getModel":
		case "getGeminiModel":
			return jsonAnswer(200, client.buildModel(await getModel(deps, principal, call.params?.["model"] ?? "")));
		default:
			throw new GatewayError("not_found", "There is no such endpoint.");
	}
}

type Asked = Pick<ChatCall, "principal" | "client" | "address" | "counts">;

async function chat(deps: RuntimeDeps, event: APIGatewayProxyEvent, { call, signal }: CallContext, asked: Asked): Promise<Answer> {
	const answer = await answerChat(deps, {
		...asked,
		requestId: call.requestId,
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
