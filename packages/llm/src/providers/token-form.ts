import { objectOf, parseJson, stringOf } from "../chat/json.ts";
import type { Json, JsonObject } from "../chat/request.ts";
import type { PassedRequest, ProtocolId } from "../protocols/protocol.ts";
import type { Provider, Streaming } from "./provider.ts";

/** What differs when a provider is called with a login's access token instead of a key. Data. */
export interface TokenForm {
	/** The protocols it takes then, the preferred first; missing = all of the provider's. */
	readonly protocols?: readonly [ProtocolId, ...ProtocolId[]];
	readonly headers?: Readonly<Record<string, string>>;
	readonly streaming?: Streaming;
	/** The header that names the account at the provider, where the login told it. */
	readonly accountHeader?: string;
	/** The header that names the project that pays, where one is known. */
	readonly projectHeader?: string;
	readonly body?: BodyRules;
}

/** What a request may not say, or must. */
export interface BodyRules {
	readonly without: readonly string[];
	readonly set: JsonObject;
}

/** The provider as it is called with an access token. */
export function withToken({ alsoSpeaks, ...provider }: Provider): Provider {
	const { protocols, headers, streaming, body } = provider.token ?? {};
	const [protocol, ...others] = protocols ?? [provider.protocol, ...(alsoSpeaks ?? [])];
	return {
		...provider,
		auth: "bearer",
		protocol,
		...(others.length > 0 && { alsoSpeaks: others }),
		headers: { ...provider.headers, ...headers },
		...(streaming && { streaming }),
		...(body && { bodyRules: body }),
	};
}

/** Headers that name the login's account and project. */
export function loginHeaders(
	{ token }: Pick<Provider, "token">,
	{ accountId, project }: { readonly accountId: string | null; readonly project: string | null },
): Record<string, string> {
	return {
		...(token?.accountHeader && accountId !== null && { [token.accountHeader]: accountId }),
		...(token?.projectHeader && project !== null && { [token.projectHeader]: project }),
	};
}

/** The body as the rules want it, and what was left out. */
export function ruled({ without, set }: BodyRules, request: PassedRequest): PassedRequest {
	const asked = objectOf(parseJson(request.body));
	if (!asked) return request;
	const dropped = without.filter((name) => asked[name] !== undefined && asked[name] !== null);
	const kept = Object.fromEntries(Object.entries(asked).filter(([name]) => !without.includes(name)));
	const body = JSON.stringify({ ...kept, ...(kept.input !== undefined && { input: itemsOf(kept.input) }), ...set });
	return { ...request, body, warnings: [...request.warnings, ...dropped.map((name) => `dropped: ${name}`)] };
}

/** Input of the Responses protocol as a list, without the role `system`, which plans refuse for `developer`. */
function itemsOf(input: Json): Json {
	if (!Array.isArray(input)) return [{ type: "message", role: "user", content: [{ type: "input_text", text: stringOf(input) ?? "" }] }];
	return input.map((item) => (objectOf(item)?.role === "system" ? { ...objectOf(item), role: "developer" } : item));
}
