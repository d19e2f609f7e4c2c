import { type TokenForm, withToken } from "@smart-router/llm/providers/token-form.ts";
import { GatewayError } from "../errors.ts";
import type { ForwardRequest } from "./forward.ts";
import { type Prepared, prepare } from "./prepare.ts";

/**
 * The request as a login of this provider is asked, which some vendors take in another form than with a key. Throws `GatewayError` 400 when that form
 * cannot express it.
 */
export function preparedForLogin(prepared: Prepared, request: ForwardRequest): Prepared {
	const { provider } = prepared.target;
	const target = { ...prepared.target, provider: withToken(provider) };
	if (!provider.token || !changesBody(provider.token)) return { ...prepared, target };
	if (!prepared.exchange && !request.counts) return prepare(target, request);
	throw new GatewayError("unsupported_parameter", `Plan logins of ${provider.name} take chats only.`, {
		param: "model",
		hint: "Link an API key of this provider, or ask for a model of another one.",
	});
}

const changesBody = ({ protocols, streaming, body }: TokenForm): boolean =>
	protocols !== undefined || streaming !== undefined || body !== undefined;
