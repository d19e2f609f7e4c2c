import { createHash } from "node:crypto";
import { GatewayError } from "@smart-router/core/errors.ts";
import type { Deps } from "../deps.ts";
import { type Answer, type CallContext, emptyAnswer, jsonAnswer } from "../middleware/call.ts";
import { buildAdminError } from "../middleware/errors.ts";
import { createHandler, type StreamedHandler } from "../middleware/handler.ts";
import { openApiDocument } from "../openapi/document.ts";
import { home } from "./home.ts";

const styleHash = createHash("sha256").update(home.style).digest("base64");

const homeAnswer: Answer = {
	statusCode: 200,
	headers: {
		"content-type": "text/html; charset=utf-8",
		"content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
	},
	body: home.page,
};

/** The function for what is open to everybody. It reads no item of a workspace and opens nothing. */
export function createWeb(deps: Deps): StreamedHandler {
	const { stage, version } = deps;
	let openApi: Answer | undefined;
	const run = async (_event: unknown, { call }: CallContext): Promise<Answer> => {
		switch (call.route?.id) {
			case "home":
				return homeAnswer;
			case "getHealth":
				return jsonAnswer(200, { status: "ok", version, stage });
			case "sayHello":
				return emptyAnswer;
			case "getOpenApi":
				openApi ??= jsonAnswer(200, openApiDocument({ version }));
				return openApi;
			default:
				throw new GatewayError("internal_error", "A route without an answer.");
		}
	};
	return createHandler(deps, { name: "web", buildError: buildAdminError, run });
}
