import { GatewayError } from "@smart-router/core/errors.ts";
import { isTooDeep } from "@smart-router/llm/chat/depth.ts";
import type { Json, JsonObject } from "@smart-router/llm/chat/request.ts";
import { withoutMember } from "@smart-router/llm/protocols/splice.ts";
import { parseJson } from "../middleware/body.ts";

/** Lower-case names. */
type ClientHeaders = Readonly<Record<string, string | undefined>>;

export interface ClientBody {
	readonly json: JsonObject;
	/** As it came, for passthrough. */
	readonly text: string;
	/** The account the body asks for: a field of the gateway, gone from both forms, for no provider knows it. */
	readonly profile?: Json;
}

/** The JSON object a client sent. Throws `GatewayError` for anything else, and for a request that would choose the upstream itself. */
export function readClientBody(rawBody: string, headers: ClientHeaders): ClientBody {
	const body = parseObject(rawBody);
	refuseHosts(body, headers);
	if (isTooDeep(body)) throw new GatewayError("invalid_request", "The request body is nested too deeply.");
	if (!Object.hasOwn(body, "profile")) return { json: body, text: rawBody };
	const { profile = null, ...json } = body;
	return { json, text: withoutMember(rawBody, "profile"), profile };
}

function parseObject(text: string): JsonObject {
	const body = parseJson(text);
	if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as JsonObject;
	throw new GatewayError("invalid_request", "The request body must be a JSON object.");
}

/** Fields and headers by which other gateways let a caller choose the upstream: here that would send a stored key to any host. */
const hostFields = ["base_url", "baseUrl", "api_base", "api_key"] as const;
const hostHeaders = ["x-base-url", "x-api-base", "x-upstream-url"] as const;

function refuseHosts(body: JsonObject, headers: ClientHeaders): void {
	const named = hostFields.find((name) => Object.hasOwn(body, name)) ?? hostHeaders.find((name) => headers[name] !== undefined);
	if (named === undefined) return;
	throw new GatewayError("invalid_request", `\`${named}\` is not accepted: a request cannot choose the provider's address or key.`, {
		param: named,
		hint: "Ask an admin to add a provider with PUT /admin/providers/{id}.",
	});
}
