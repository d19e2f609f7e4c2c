import { GatewayError } from "@smart-router/core/errors.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Deps } from "../deps.ts";
import { onlyPublic } from "../middleware/authenticate.ts";
import { type Answer, type CallContext, emptyAnswer, jsonAnswer } from "../middleware/call.ts";
import { buildAdminError } from "../middleware/errors.ts";
import { createHandler, type HandlerDeps, type StreamedHandler } from "../middleware/handler.ts";
import { openApiDocument } from "../openapi/document.ts";
import { notBuilt } from "./not-built.ts";
import { assetAnswer, documentAnswer, type Page } from "./page.ts";

/** The function for what is open to everybody. It knows no store and no key. */
export function createWeb(deps: HandlerDeps & Pick<Deps, "stage" | "version">, page?: Page): StreamedHandler {
	const { stage, version } = deps;
	let openApi: Answer | undefined;
	let docs: Answer | undefined;
	const run = async (event: APIGatewayProxyEvent, { call }: CallContext): Promise<Answer> => {
		switch (call.route?.id) {
			case "home":
				return page ? documentAnswer(page, event) : notBuilt;
			case "getAsset":
				return assetAnswer(page, call.params?.["file"] ?? "", call);
			case "getHealth":
				return jsonAnswer(200, { status: "ok", version, stage });
			case "sayHello":
				return emptyAnswer;
			case "getOpenApi":
				openApi ??= jsonAnswer(200, openApiDocument({ version }));
				return openApi;
			case "getDocs":
				// Loaded when somebody reads it: no other call pays for it.
				docs ??= (await import("../docs/answer.ts")).docsAnswer({ version });
				return docs;
			default:
				throw new GatewayError("internal_error", "A route without an answer.");
		}
	};
	return createHandler(deps, { name: "web", buildError: buildAdminError, guard: onlyPublic, run });
}
