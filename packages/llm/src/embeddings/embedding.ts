import type { Json, JsonObject } from "../chat/request.ts";
import type { Usage } from "../chat/response.ts";
import { MalformedAnswer, type ProtocolId } from "../protocols/protocol.ts";
import type { Provider } from "../providers/provider.ts";

/** The protocols that have embeddings: Anthropic's has none. */
export type EmbeddingProtocol = Extract<ProtocolId, "openai-chat" | "gemini">;

/** A request for embeddings in neutral form. */
export interface EmbeddingRequest {
	/** As the client wrote it. */
	readonly model: string;
	/** One vector is made of each; empty when the client sent tokens. */
	readonly texts: readonly string[];
	/** Numbers in a vector; the model decides when missing. */
	readonly dimensions?: number;
	/** How the client wants its vectors written; Gemini knows only `float`. */
	readonly encoding: "float" | "base64";
	/** Fields whose loss leaves the vectors as they are. */
	readonly droppable: readonly string[];
	/** Only the client's own protocol can say this, and without it the vectors would be others. */
	readonly untranslatable?: { readonly param: string; readonly message: string };
}

export interface EmbeddingResponse {
	/** In the order of the texts. */
	readonly vectors: readonly (readonly number[])[];
	/** As the provider names it, where it does. */
	readonly model?: string;
	readonly usage?: Usage;
}

/** Embeddings as a client asks for them. */
export interface EmbeddingClient {
	readonly protocol: EmbeddingProtocol;
	/** One text a call, one vector back (Gemini's `embedContent`). */
	readonly single: boolean;
	/** @param model from the address, where the protocol says it there. Throws `InvalidRequest`. */
	parseRequest(body: JsonObject, model?: string): EmbeddingRequest;
	/** The client's own body for a provider of the same protocol: as it is but for the model id. */
	passRequest(rawBody: string, model: string): string;
	buildResponse(response: EmbeddingResponse, request: EmbeddingRequest): JsonObject;
}

/** Embeddings as they are asked of a provider. */
export interface EmbeddingUpstream {
	buildRequest(request: EmbeddingRequest, model: string): JsonObject;
	/** Throws `MalformedAnswer`. */
	parseResponse(body: Json): EmbeddingResponse;
	/** What an answer's text tells of its tokens, found without a parse of all its numbers. Throws `MalformedAnswer` where it holds no vectors. */
	usageIn(text: string): Usage | undefined;
}

/** The form in which a provider is asked for embeddings, the client's own where it takes that; undefined where it has none. */
export function embeddingProtocol(
	{ protocol, alsoSpeaks = [] }: Pick<Provider, "protocol" | "alsoSpeaks">,
	client: EmbeddingProtocol,
): EmbeddingProtocol | undefined {
	const spoken = [protocol, ...alsoSpeaks].flatMap((id): EmbeddingProtocol[] => {
		if (id === "anthropic-messages" || id === "code-assist") return [];
		return [id === "gemini" ? "gemini" : "openai-chat"];
	});
	return spoken.includes(client) ? client : spoken[0];
}

/** Tokens of what was read; nothing is written. */
export const usageOf = (tokens: number | undefined): { readonly usage?: Usage } =>
	tokens === undefined ? {} : { usage: { input: tokens, output: 0, cachedInput: 0, cacheWriteInput: 0, reasoning: 0 } };

export const noEmbeddings = (): MalformedAnswer => new MalformedAnswer("The provider's answer holds no embeddings.");
