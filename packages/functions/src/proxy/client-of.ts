import type { EmbeddingClient } from "@smart-router/llm/embeddings/embedding.ts";
import { geminiBatchEmbed, geminiEmbedContent } from "@smart-router/llm/embeddings/gemini.ts";
import { openaiEmbeddings } from "@smart-router/llm/embeddings/openai.ts";
import { geminiArrayClient } from "@smart-router/llm/protocols/gemini/index.ts";
import type { Address, ClientProtocol, ProtocolId } from "@smart-router/llm/protocols/protocol.ts";
import { clientProtocol } from "@smart-router/llm/protocols/registry.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Call } from "../middleware/call.ts";
import { type ChatRoute, spokenAt } from "./spoken.ts";

/** How embeddings are asked for at this route; undefined when it takes no such request. */
export function embeddingClientOf({ route }: Call): EmbeddingClient | undefined {
	const spoken = route && spokenAt(route.id);
	if (spoken?.takes !== "texts") return undefined;
	if (spoken.protocol === "openai-chat") return openaiEmbeddings;
	return spoken.batch ? geminiBatchEmbed : geminiEmbedContent;
}

/** What is known of a chat by its route alone; undefined when the route takes no chat. */
export function chatRouteOf({ route }: Call): ChatRoute | undefined {
	const spoken = route && spokenAt(route.id);
	return spoken?.takes === "chat" ? spoken : undefined;
}

/** What the address of a request says about it. */
export function addressOf({ params }: Call, route?: ChatRoute): Address {
	const stream = route?.stream;
	const model = params?.["model"];
	return { ...(model !== undefined && { model }), ...(stream !== undefined && { stream }) };
}

/** The protocol a caller speaks: that of the route, or where several share one, and for errors of an address that is none, what its SDK is known by. */
export function clientOf(call: Call, event: APIGatewayProxyEvent): ClientProtocol {
	const spoken = call.route && spokenAt(call.route.id);
	if (spoken?.takes === "chat" && spoken.protocol === "gemini" && spoken.stream && event.queryStringParameters?.["alt"] !== "sse") {
		return geminiArrayClient;
	}
	return clientProtocol(spoken?.protocol ?? sdkOf(call, event));
}

function sdkOf({ headers }: Call, { path, queryStringParameters: query }: APIGatewayProxyEvent): ProtocolId {
	if (headers["anthropic-version"] !== undefined) return "anthropic-messages";
	const google = path.startsWith("/v1beta/") || headers["x-goog-api-key"] !== undefined || query?.["key"] !== undefined;
	return google ? "gemini" : "openai-chat";
}
