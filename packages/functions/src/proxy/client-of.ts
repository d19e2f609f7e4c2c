import type { Address, ClientProtocol, ProtocolId } from "@smart-router/llm/protocols/protocol.ts";
import { clientProtocol } from "@smart-router/llm/protocols/registry.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Call } from "../middleware/call.ts";
import type { RouteId } from "../routes.ts";

interface ChatRoute {
	readonly protocol: ProtocolId;
	/** Given where the address tells whether the answer streams; elsewhere the body does. */
	readonly stream?: boolean;
}

/** The routes that answer a chat, and whose protocol is spoken there. */
const chatRoutes: { readonly [id in RouteId]?: ChatRoute } = {
	createChatCompletion: { protocol: "openai-chat" },
	createResponse: { protocol: "openai-responses" },
};

/** What the address of a chat says about it; undefined when the route answers no chat. */
export function chatAddress({ route, params }: Call): Address | undefined {
	const chat = route && chatRoutes[route.id];
	if (chat === undefined) return undefined;
	const model = params?.["model"];
	return { ...(model !== undefined && { model }), ...(chat.stream !== undefined && { stream: chat.stream }) };
}

/** The protocol a caller speaks, from what its SDK sends: also where several share a route, and for errors of a call that has none. */
export function clientOf({ route }: Call, _event: APIGatewayProxyEvent): ClientProtocol {
	return clientProtocol((route && chatRoutes[route.id]?.protocol) ?? "openai-chat");
}
