import type { EmbeddingClient } from "@smart-router/llm/embeddings/embedding.ts";
import { geminiBatchEmbed, geminiEmbedContent } from "@smart-router/llm/embeddings/gemini.ts";
import { openaiEmbeddings } from "@smart-router/llm/embeddings/openai.ts";
import { geminiArrayClient } from "@smart-router/llm/protocols/gemini/index.ts";
import type { Address, ClientProtocol, ProtocolId } from "@smart-router/llm/protocols/protocol.ts";
import { clientProtocol } from "@smart-router/llm/protocols/registry.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Call } from "../middleware/call.ts";
import type { RouteId } from "../routes.ts";

export interface ChatRoute {
	readonly protocol: ProtocolId;
	/** Given where the address tells whether the answer streams; elsewhere the body does. */
	readonly stream?: boolean;
	/** The request is not answered, only its tokens are counted. */
	readonly counts?: true;
}

const generate: ChatRoute = { protocol: "gemini", stream: false };
const generateStream: ChatRoute = { protocol: "gemini", stream: true };
const count: ChatRoute = { protocol: "gemini", stream: false, counts: true };

/** The routes that take a chat, and whose protocol is spoken there. */
const chatRoutes: { readonly [id in RouteId]?: ChatRoute } = {
	createChatCompletion: { protocol: "openai-chat" },
	createResponse: { protocol: "openai-responses" },
	createMessage: { protocol: "anthropic-messages" },
	countMessageTokens: { protocol: "anthropic-messages", counts: true },
	generateContent: generate,
	generateContentV1: generate,
	streamGenerateContent: generateStream,
	streamGenerateContentV1: generateStream,
	countTokens: count,
	countTokensV1: count,
};

/** The routes that take texts to embed. */
const embeddingRoutes: { readonly [id in RouteId]?: EmbeddingClient } = {
	createEmbedding: openaiEmbeddings,
	embedContent: geminiEmbedContent,
	embedContentV1: geminiEmbedContent,
	batchEmbedContents: geminiBatchEmbed,
	batchEmbedContentsV1: geminiBatchEmbed,
};

/** How embeddings are asked for at this route; undefined when it takes no such request. */
export const embeddingClientOf = ({ route }: Call): EmbeddingClient | undefined => route && embeddingRoutes[route.id];

/** What is known of a chat by its route alone; undefined when the route takes no chat. */
export const chatRouteOf = ({ route }: Call): ChatRoute | undefined => route && chatRoutes[route.id];

/** What the address of a request says about it. */
export function addressOf({ params }: Call, route?: ChatRoute): Address {
	const stream = route?.stream;
	const model = params?.["model"];
	return { ...(model !== undefined && { model }), ...(stream !== undefined && { stream }) };
}

/** The protocol a caller speaks: that of the route, or where several share one, and for errors of an address that is none, what its SDK is known by. */
export function clientOf(call: Call, event: APIGatewayProxyEvent): ClientProtocol {
	const chat = chatRouteOf(call);
	if (chat?.protocol === "gemini" && chat.stream && event.queryStringParameters?.["alt"] !== "sse") return geminiArrayClient;
	return clientProtocol(chat?.protocol ?? embeddingClientOf(call)?.protocol ?? sdkOf(call, event));
}

function sdkOf({ headers }: Call, { path, queryStringParameters: query }: APIGatewayProxyEvent): ProtocolId {
	if (headers["anthropic-version"] !== undefined) return "anthropic-messages";
	const google = path.startsWith("/v1beta/") || headers["x-goog-api-key"] !== undefined || query?.["key"] !== undefined;
	return google ? "gemini" : "openai-chat";
}
