import { anthropicMessagesClient, anthropicMessagesUpstream } from "./anthropic-messages/index.ts";
import { codeAssistUpstream } from "./code-assist/index.ts";
import { geminiClient, geminiUpstream } from "./gemini/index.ts";
import { openaiChatClient, openaiChatUpstream } from "./openai-chat/index.ts";
import { openaiResponsesClient, openaiResponsesUpstream } from "./openai-responses/index.ts";
import type { ClientProtocol, ProtocolId, UpstreamProtocol } from "./protocol.ts";

const clients: Partial<Record<ProtocolId, ClientProtocol>> = {
	"openai-chat": openaiChatClient,
	"openai-responses": openaiResponsesClient,
	"anthropic-messages": anthropicMessagesClient,
	gemini: geminiClient,
};

const upstreams: Partial<Record<ProtocolId, UpstreamProtocol>> = {
	"openai-chat": openaiChatUpstream,
	"openai-responses": openaiResponsesUpstream,
	"anthropic-messages": anthropicMessagesUpstream,
	gemini: geminiUpstream,
	"code-assist": codeAssistUpstream,
};

/** The wire format as clients speak it to the gateway. Throws where no route may ask for it. */
export const clientProtocol = (id: ProtocolId): ClientProtocol => spoken(clients[id], id);

/** The wire format as the gateway speaks it to providers. Throws where no provider may ask for it. */
export const upstreamProtocol = (id: ProtocolId): UpstreamProtocol => spoken(upstreams[id], id);

function spoken<T>(protocol: T | undefined, id: ProtocolId): T {
	if (protocol === undefined) throw new Error(`The protocol ${id} is not spoken here`);
	return protocol;
}
