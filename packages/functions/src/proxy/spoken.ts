import type { EmbeddingProtocol } from "@smart-router/llm/embeddings/embedding.ts";
import type { ProtocolId } from "@smart-router/llm/protocols/protocol.ts";
import type { clientRoutes } from "../client-routes.ts";
import type { RouteId } from "../routes.ts";

/** The protocols that clients speak. */
export type SpokenProtocol = Exclude<ProtocolId, "code-assist">;

export interface ChatRoute {
	readonly takes: "chat";
	readonly protocol: SpokenProtocol;
	/** Given where the address tells whether the answer streams; elsewhere the body does. */
	readonly stream?: boolean;
	/** The request is not answered, only its tokens are counted. */
	readonly counts?: true;
}

/** Takes texts to embed. */
export interface EmbeddingRoute {
	readonly takes: "texts";
	readonly protocol: EmbeddingProtocol;
	/** Several texts a call, where the protocol has an address of its own for that. */
	readonly batch?: true;
}

export interface ModelsRoute {
	readonly takes: "nothing";
	/** Missing where SDKs of several protocols share the address. */
	readonly protocol?: SpokenProtocol;
}

export type Spoken = ChatRoute | EmbeddingRoute | ModelsRoute;

const generate: ChatRoute = { takes: "chat", protocol: "gemini", stream: false };
const generateStream: ChatRoute = { ...generate, stream: true };
const count: ChatRoute = { ...generate, counts: true };
const embed: EmbeddingRoute = { takes: "texts", protocol: "gemini" };
const batchEmbed: EmbeddingRoute = { ...embed, batch: true };

/** What is asked at each client route, and in whose protocol. */
const spoken: { readonly [id in (typeof clientRoutes)[number]["id"]]: Spoken } = {
	createChatCompletion: { takes: "chat", protocol: "openai-chat" },
	createResponse: { takes: "chat", protocol: "openai-responses" },
	createMessage: { takes: "chat", protocol: "anthropic-messages" },
	countMessageTokens: { takes: "chat", protocol: "anthropic-messages", counts: true },
	generateContent: generate,
	generateContentV1: generate,
	streamGenerateContent: generateStream,
	streamGenerateContentV1: generateStream,
	countTokens: count,
	countTokensV1: count,
	createEmbedding: { takes: "texts", protocol: "openai-chat" },
	embedContent: embed,
	embedContentV1: embed,
	batchEmbedContents: batchEmbed,
	batchEmbedContentsV1: batchEmbed,
	listGeminiModels: { takes: "nothing", protocol: "gemini" },
	getGeminiModel: { takes: "nothing", protocol: "gemini" },
	listModels: { takes: "nothing" },
	getModel: { takes: "nothing" },
};

/** Undefined for a route that is not for clients. */
export const spokenAt = (id: RouteId): Spoken | undefined => (spoken as Partial<Record<RouteId, Spoken>>)[id];
