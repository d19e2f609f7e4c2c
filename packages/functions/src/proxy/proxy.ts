import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { errorAnswer } from "@smart-router/core/forward/error-answer.ts";
import type { Answer as ForwardAnswer } from "@smart-router/core/forward/forward.ts";
import { requireBudget } from "@smart-router/core/usage/budget.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { authenticate } from "../middleware/authenticate.ts";
import { bodyText } from "../middleware/body.ts";
import { type Answer, type Call, type CallContext, jsonAnswer } from "../middleware/call.ts";
import type { BuildError } from "../middleware/errors.ts";
import { createHandler, type StreamedHandler } from "../middleware/handler.ts";
import type { RuntimeDeps } from "../runtime.ts";
import { answerChat, type ChatCall } from "./chat.ts";
import { addressOf, chatRouteOf, clientOf, embeddingClientOf } from "./client-of.ts";
import { answerEmbeddings } from "./embeddings.ts";
import { getModel, listModels } from "./models.ts";

/** A deployed stage gets at most 6 MB of event from API Gateway; a laptop may take more. */
const maxBodyBytes = 32 * 1024 * 1024;

const buildClientError: BuildError = (error, call, event) => {
	const { status, headers, body } = errorAnswer(clientOf(call, event), error, call.requestId);
	return { statusCode: status, headers, body };
};

/** The function that clients talk to. */
export const createProxy = (deps: RuntimeDeps): StreamedHandler =>
	createHandler(deps, {
		name: "proxy",
		buildError: buildClientError,
		guard: authenticate(deps),
		run: (event, context) => run(deps, event, context),
	});

async function run(deps: RuntimeDeps, event: APIGatewayProxyEvent, context: CallContext): Promise<Answer> {
	const { call } = context;
	const principal = principalOf(call);
	const client = clientOf(call, event);
	const route = chatRouteOf(call);
	const asked = () => ({ ...askedBy(event, context), principal, client, address: addressOf(call, route) });
	if ((route && !route.counts) || embeddingClientOf(call)) await requireBudget(deps, principal);
	if (route) return delivered(context, await answerChat(deps, { ...asked(), counts: route.counts ?? false }));
	const embeddings = embeddingClientOf(call);
	if (embeddings) return delivered(context, await answerEmbeddings(deps, { ...asked(), embeddings }));
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

type Asked = Pick<ChatCall, "requestId" | "rawBody" | "headers" | "signal" | "deadline">;

const askedBy = (event: APIGatewayProxyEvent, { call, signal, getRemainingTimeInMillis: left }: CallContext): Asked => ({
	requestId: call.requestId,
	rawBody: bodyText(event, maxBodyBytes),
	headers: call.headers,
	signal: signal ?? new AbortController().signal,
	deadline: deadlineIn(left()),
});

/** What a function needs of its life to end the answer and settle (ms). */
const settleMs = 10_000;

/** Fires when it is time to settle; undefined where a process lives as long as it likes. */
const deadlineIn = (leftMs: number): AbortSignal | undefined =>
	Number.isFinite(leftMs) ? AbortSignal.timeout(Math.max(0, Math.floor(leftMs - settleMs))) : undefined;

function delivered({ call }: CallContext, { status, headers, body, settle }: ForwardAnswer): Answer {
	call.atEnd = settle;
	return { statusCode: status, headers, body };
}

function principalOf({ principal }: Call): Principal {
	if (principal) return principal;
	throw new GatewayError("authentication_required", "An API key is required.");
}
