import type { AssistantPart, ChatRequest, Message, SignatureOrigin } from "./request.ts";

/**
 * The request with only that signed or encrypted reasoning which `maker` made: both its provider and its account, because the proof is an error anywhere
 * else. Without a maker all of it goes, also the plain thoughts around it. The very same object when nothing had to go.
 */
export function withReasoningOf(chat: ChatRequest, maker?: SignatureOrigin): ChatRequest {
	const messages = chat.messages.flatMap((message) => trimmed(message, maker));
	const same = messages.length === chat.messages.length && messages.every((message, at) => message === chat.messages[at]);
	return same ? chat : { ...chat, messages };
}

/** A message of which nothing is left goes too. */
function trimmed(message: Message, maker: SignatureOrigin | undefined): Message[] {
	if (message.role !== "assistant") return [message];
	const content = message.content.flatMap((part) => kept(part, maker));
	if (content.length === 0 && message.content.length > 0) return [];
	const same = content.length === message.content.length && content.every((part, at) => part === message.content[at]);
	return [same ? message : { ...message, content }];
}

function kept(part: AssistantPart, maker: SignatureOrigin | undefined): AssistantPart[] {
	if (part.type === "reasoning") {
		const proven = part.signature !== undefined || part.encrypted !== undefined;
		return (maker && !proven) || madeBy(part.origin, maker) ? [part] : [];
	}
	if (part.type !== "tool-call" || part.signature === undefined || madeBy(part.origin, maker)) return [part];
	const { signature: _, origin: __, ...call } = part;
	return [call];
}

const madeBy = (origin: SignatureOrigin | undefined, maker: SignatureOrigin | undefined): boolean =>
	maker !== undefined && origin !== undefined && origin.provider === maker.provider && origin.account === maker.account;
