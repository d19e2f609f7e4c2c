import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { countTokens } from "@smart-router/core/forward/count-tokens.ts";
import { type Answer, forward } from "@smart-router/core/forward/forward.ts";
import type { JsonObject } from "@smart-router/llm/chat/request.ts";
import type { Address, ClientProtocol } from "@smart-router/llm/protocols/protocol.ts";
import { parseJson } from "../middleware/body.ts";
import type { RuntimeDeps } from "../runtime.ts";
import { planFor } from "./plan.ts";

export interface ChatCall {
	readonly principal: Principal;
	readonly requestId: string;
	readonly client: ClientProtocol;
	readonly address: Address;
	/** Only the request's tokens are asked for. */
	readonly counts: boolean;
	readonly rawBody: string;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly signal: AbortSignal;
}

/** A chat in the client's protocol, planned and forwarded. Throws `GatewayError` or `InvalidRequest` for what the client got wrong. */
export async function answerChat(deps: RuntimeDeps, call: ChatCall): Promise<Answer> {
	const { principal, requestId, client, address, counts, rawBody, headers, signal } = call;
	const body = parseObject(rawBody);
	refuseHosts(body, headers);
	const chat = client.parseRequest(body, address);
	const plan = await planFor(deps, principal, chat.model);
	const request = {
		requestId,
		workspace: principal.workspace,
		keyId: principal.keyId,
		profiles: principal.profiles,
		client,
		chat,
		rawBody,
		clientHeaders: headers,
		plan,
		signal,
	};
	return counts ? countTokens(deps, request) : forward(deps, request);
}

function parseObject(text: string): JsonObject {
	const body = parseJson(text);
	if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as JsonObject;
	throw new GatewayError("invalid_request", "The request body must be a JSON object.");
}

/** Fields and headers by which other gateways let a caller choose the upstream: here that would send a stored key to any host. */
const hostFields = ["base_url", "baseUrl", "api_base", "api_key"] as const;
const hostHeaders = ["x-base-url", "x-api-base", "x-upstream-url"] as const;

function refuseHosts(body: JsonObject, headers: ChatCall["headers"]): void {
	const named = hostFields.find((name) => Object.hasOwn(body, name)) ?? hostHeaders.find((name) => headers[name] !== undefined);
	if (named === undefined) return;
	throw new GatewayError("invalid_request", `\`${named}\` is not accepted: a request cannot choose the provider's address or key.`, {
		param: named,
		hint: "Ask an admin to add a provider with PUT /admin/providers/{id}.",
	});
}
