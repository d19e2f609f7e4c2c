import { objectOf, parseJson } from "@smart-router/llm/chat/json.ts";
import type { JsonObject } from "@smart-router/llm/chat/request.ts";
import { askProvider } from "@smart-router/llm/transport/ask-provider.ts";
import { HttpError } from "@smart-router/llm/transport/http.ts";
import { reveal, type Secret } from "../credential/secret.ts";
import { failureOf, type OAuthFailure } from "./failure.ts";
import type { OAuthDeps } from "./server.ts";

const limits = { timeoutMs: 15_000, maxBytes: 256 * 1024 };

/**
 * What a provider says about the owner of an access token. Not the library's call: vendors' profile endpoints (Anthropic, Google's v2) have no `sub`,
 * which that one demands.
 */
export async function userinfo(
	{ http }: Pick<OAuthDeps, "http">,
	{
		url,
		accessToken,
		headers = {},
	}: { readonly url: string; readonly accessToken: Secret; readonly headers?: Readonly<Record<string, string>> },
): Promise<{ readonly ok: true; readonly profile: JsonObject } | OAuthFailure> {
	const sent = { ...headers, authorization: `Bearer ${reveal(accessToken)}`, accept: "application/json" };
	try {
		const { status, text } = await askProvider(http, { method: "GET", url, headers: sent }, limits);
		const profile = objectOf(parseJson(text));
		if (status === 200 && profile !== undefined) return { ok: true, profile };
		const kind = status === 429 || status >= 500 ? "unavailable" : "refused";
		return { ok: false, kind, code: null, retryAfterMs: null, text: `the profile endpoint answered HTTP ${status}` };
	} catch (error) {
		if (error instanceof HttpError) return failureOf(error, { sent: [accessToken] });
		throw error;
	}
}
