import type { JsonObject } from "../chat/request.ts";
import type { Provider, ProviderCall } from "./provider.ts";

export interface ChatCallInput {
	/** The address the credential is bound to; without a trailing slash. */
	readonly baseUrl: string;
	readonly model: string;
	readonly stream: boolean;
	readonly body?: JsonObject | string;
}

/** The call that answers a chat; the credential is added by `authHeaders`. */
export function chatCall(provider: Provider, { baseUrl, model, stream, body }: ChatCallInput): ProviderCall {
	return {
		method: "POST",
		url: `${baseUrl}${chatPath(provider, baseUrl, model, stream)}`,
		headers: provider.headers,
		...(body === undefined ? {} : { body }),
	};
}

/** The call that counts a request's tokens at a provider of Anthropic's or Google's protocol. Throws for the others, which have none. */
export function countTokensCall(
	{ id, protocol, headers }: Provider,
	{ baseUrl, model }: Pick<ChatCallInput, "baseUrl" | "model">,
): ProviderCall {
	if (protocol === "anthropic-messages")
		return { method: "POST", url: `${baseUrl}${version(baseUrl, "v1")}/messages/count_tokens`, headers };
	if (protocol === "gemini") return { method: "POST", url: `${baseUrl}${geminiPath(baseUrl, model)}:countTokens`, headers };
	throw new Error(`The provider ${id} counts no tokens`);
}

/**
 * The call that makes embeddings, at a provider spoken to in OpenAI's or Google's protocol.
 *
 * @param single one text a call, where Google has an address of its own for it
 */
export function embeddingsCall(
	{ protocol, headers }: Provider,
	{ baseUrl, model, single }: Pick<ChatCallInput, "baseUrl" | "model"> & { readonly single: boolean },
): ProviderCall {
	const path = protocol === "gemini" ? `${geminiPath(baseUrl, model)}:${single ? "embedContent" : "batchEmbedContents"}` : "/embeddings";
	return { method: "POST", url: `${baseUrl}${path}`, headers };
}

function chatPath({ protocol }: Provider, baseUrl: string, model: string, stream: boolean): string {
	switch (protocol) {
		case "openai-chat":
			return "/chat/completions";
		case "openai-responses":
			return "/responses";
		case "anthropic-messages":
			return `${version(baseUrl, "v1")}/messages`;
		case "code-assist":
			return codeAssistPath(stream ? "streamGenerateContent?alt=sse" : "generateContent");
		case "gemini":
			return `${geminiPath(baseUrl, model)}:${stream ? "streamGenerateContent?alt=sse" : "generateContent"}`;
	}
}

/** RPC style: the model stands in the body. */
const codeAssistPath = (method: string): string => `/v1internal:${method}`;

/** The call that tells an account's project and tier at Code Assist, and the one that makes both (facts `google.md` section 4). */
export const codeAssistCall = (
	{ headers }: Provider,
	baseUrl: string,
	method: "loadCodeAssist" | "onboardUser",
	body: JsonObject,
): ProviderCall => ({
	method: "POST",
	url: `${baseUrl}${codeAssistPath(method)}`,
	headers,
	body,
});

/** One path segment whatever a client wrote, so that no model id leads elsewhere. */
const geminiPath = (baseUrl: string, model: string): string =>
	`${version(baseUrl, "v1beta")}/models/${encodeURIComponent(model.replace(/^models\//, ""))}`;

/** The version path of a vendor whose SDKs add it themselves, unless the address already ends with one. */
const version = (baseUrl: string, usual: string): string => (/\/v\d+(?:alpha|beta)?\d*$/.test(baseUrl) ? "" : `/${usual}`);

/** As many as Anthropic and Google give at once. */
const listedAtOnce = 1000;

/** The provider's list of models, one page: it costs nothing, needs a valid credential, and every provider has it. */
export function listModelsCall({ protocol, headers }: Provider, baseUrl: string): ProviderCall {
	if (protocol === "code-assist") return { method: "POST", url: `${baseUrl}${codeAssistPath("fetchAvailableModels")}`, headers, body: {} };
	const path = {
		"openai-chat": "/models",
		"openai-responses": "/models",
		"anthropic-messages": `${version(baseUrl, "v1")}/models?limit=${listedAtOnce}`,
		gemini: `${version(baseUrl, "v1beta")}/models?pageSize=${listedAtOnce}`,
	}[protocol];
	return { method: "GET", url: `${baseUrl}${path}`, headers };
}

/** The header that carries an API key. */
export function authHeaders({ auth }: Pick<Provider, "auth">, apiKey: string): Record<string, string> {
	return auth === "bearer" ? { authorization: `Bearer ${apiKey}` } : { [auth]: apiKey };
}
