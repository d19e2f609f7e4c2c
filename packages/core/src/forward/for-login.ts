import { type TokenForm, withToken } from "@smart-router/llm/providers/token-form.ts";
import { GatewayError } from "../errors.ts";
import type { ForwardRequest } from "./forward.ts";
import { type Prepared, prepare } from "./prepare.ts";

/** The request as a login of this provider is asked, which some vendors take in another form than with a key; the 400 when that form cannot express it. */
export function preparedForLogin(prepared: Prepared, request: ForwardRequest): Prepared | GatewayError {
	const { provider } = prepared.target;
	const target = { ...prepared.target, provider: withToken(provider) };
	if (!provider.token || !changesBody(provider.token)) return { ...prepared, target };
	if (prepared.exchange || request.counts) {
		return new GatewayError(
			"unsupported_parameter",
			`Plan logins of ${provider.name} take chats only: link an API key, or ask another provider.`,
		);
	}
	try {
		return prepare(target, request);
	} catch (error) {
		if (error instanceof GatewayError && error.status === 400) return error;
		throw error;
	}
}

const changesBody = ({ protocols, streaming, body }: TokenForm): boolean =>
	protocols !== undefined || streaming !== undefined || body !== undefined;
