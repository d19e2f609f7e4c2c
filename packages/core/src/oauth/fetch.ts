import { objectOf, parseJson, stringOf } from "@smart-router/llm/chat/json.ts";
import type { JsonObject } from "@smart-router/llm/chat/request.ts";
import type { OAuthDialect } from "@smart-router/llm/providers/oauth.ts";
import type { HttpClient } from "@smart-router/llm/transport/http.ts";
import { readAtMost } from "@smart-router/llm/transport/read-at-most.ts";
import type { CustomFetchOptions } from "oauth4webapi";

/** The answer as it came (uniform names), for what the library does not look at. */
export interface SeenBody {
	json?: JsonObject;
}

interface Options {
	readonly dialect: OAuthDialect;
	/** False where no issuer is known to check them against: they are taken out of the answer. */
	readonly readIdTokens: boolean;
	readonly seen: SeenBody;
}

const maxAnswerBytes = 1024 * 1024;

/**
 * `fetch` for the OAuth library over the gateway's guarded HTTP client. What vendors do differently (a JSON body, other names, an error inside an
 * object) is made uniform here, by the declared dialect, so that nothing after it knows of vendors.
 */
export function guardedFetch(http: HttpClient, { dialect, readIdTokens, seen }: Options) {
	return async (
		url: string,
		{ method, headers, body, signal }: CustomFetchOptions<string, URLSearchParams | undefined>,
	): Promise<Response> => {
		const asJson = dialect.tokenBody === "json" && body !== undefined;
		const response = await http({
			method: method === "POST" ? "POST" : "GET",
			url,
			headers: { ...headers, ...(asJson && { "content-type": "application/json" }), accept: "application/json" },
			...(body !== undefined && { body: asJson ? JSON.stringify(Object.fromEntries(body)) : body.toString() }),
			...(signal && { signal }),
			once: true,
		});
		const text = await readAtMost(response.body, maxAnswerBytes);
		const json = objectOf(parseJson(text));
		const answer = { status: response.status === 201 ? 200 : response.status, headers: kept(response.headers, json !== undefined) };
		if (json === undefined) return new Response(bodyless(answer.status) ? null : text, answer);
		const { id_token: idToken, ...uniform } = uniformed(json, response.status, dialect);
		seen.json = uniform;
		const shown = readIdTokens && idToken !== undefined ? { ...uniform, id_token: idToken } : uniform;
		return new Response(JSON.stringify(shown), answer);
	};
}

function uniformed(json: JsonObject, status: number, { device }: OAuthDialect): JsonObject {
	if (status >= 400) return { ...json, ...errorOf(json) };
	// Vendors that only have bearer tokens leave the type out.
	if ("access_token" in json) return { token_type: "bearer", ...json };
	const address = json[device.verificationField];
	return address === undefined ? json : { ...json, verification_uri: address };
}

/** `{error: {code, message}}` and `{code, message}`, as APIs of vendors word it, in the words of RFC 6749 section 5.2. */
function errorOf(json: JsonObject): JsonObject {
	if (stringOf(json["error"]) !== undefined) return {};
	const inner = objectOf(json["error"]) ?? json;
	const code = stringOf(inner["code"]) ?? stringOf(inner["type"]) ?? stringOf(inner["status"]);
	const message = stringOf(inner["message"]);
	return { ...(code !== undefined && { error: code }), ...(message !== undefined && { error_description: message }) };
}

/** Statuses for which `Response` takes no body. */
const bodyless = (status: number): boolean => status === 204 || status === 205 || status === 304;

/** Only what decides: no challenge (the body says more), no encoding or length that no longer holds. */
const kept = (
	{ "content-type": type, "retry-after": retryAfter }: Readonly<Record<string, string>>,
	isJson: boolean,
): Record<string, string> => ({
	...(isJson ? { "content-type": "application/json" } : type !== undefined && { "content-type": type }),
	...(retryAfter !== undefined && { "retry-after": retryAfter }),
});
