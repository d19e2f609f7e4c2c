import type {
	AssistantPart,
	ChatRequest,
	Message,
	ReasoningPart,
	TextPart,
	ToolCallPart,
	ToolResultPart,
	UserPart,
} from "../chat/request.ts";
import { answeredCalls } from "./calls.ts";
import type { Warn } from "./loss.ts";
import { InvalidRequest } from "./protocol.ts";

/** A tool's answer under the id its call has on the wire. */
export interface CallResult {
	readonly id: string;
	readonly name: string;
	readonly content: ToolResultPart["content"];
	readonly isError: boolean;
}

export type UserTurn = { readonly role: "user"; readonly results: readonly CallResult[]; readonly parts: readonly UserPart[] };
export type AssistantTurn = { readonly role: "assistant"; readonly parts: readonly AssistantPart[] };
export type Turn = UserTurn | AssistantTurn;

/** A conversation as Anthropic and Google want it, see `conversationOf`. */
export interface Conversation {
	readonly system: readonly TextPart[];
	readonly turns: readonly Turn[];
}

export interface TurnRules {
	/** A call's id as the provider accepts it. */
	callId(id: string): string;
	/** False for reasoning that the provider would not accept. */
	keepReasoning(part: ReasoningPart): boolean;
	readonly warn: Warn;
}

/** A user's turn before its results are matched with the calls. */
export type LooseUserTurn = { readonly role: "user"; readonly results: readonly ToolResultPart[]; readonly parts: readonly UserPart[] };
export type LooseTurn = LooseUserTurn | AssistantTurn;

const opening: UserTurn = { role: "user", results: [], parts: [{ type: "text", text: "Please begin." }] };
const continuation: UserTurn = {
	role: "user",
	results: [],
	parts: [{ type: "text", text: "Please continue exactly where your last message ended." }],
};

/**
 * The conversation in alternating turns that begin and end with the user's, without empty parts, every tool call answered in the very next turn under an
 * id of its own (translation facts, section 1). What has to be changed for it is told as a warning.
 *
 * Throws `InvalidRequest` when there is nothing to answer.
 */
export function conversationOf(request: ChatRequest, rules: TurnRules): Conversation {
	const system = systemOf(request.messages, rules.warn);
	const turns = answeredCalls(grouped(request.messages, rules), rules);
	if (turns.length > 0) return { system, turns: framed(turns, rules.warn) };
	if (system.length === 0) throw new InvalidRequest("messages", "The messages have no content");
	rules.warn("changed: the system message was sent as the user's");
	return { system: [], turns: [{ role: "user", results: [], parts: system }] };
}

/** The calls of all turns. */
export const callsOf = (turns: readonly Turn[]): readonly ToolCallPart[] =>
	turns.flatMap((turn) => (turn.role === "assistant" ? turn.parts.filter((part) => part.type === "tool-call") : []));

function systemOf(messages: readonly Message[], warn: Warn): readonly TextPart[] {
	const firstOther = messages.findIndex((message) => message.role !== "system");
	const late = firstOther !== -1 && messages.some((message, index) => message.role === "system" && index > firstOther);
	if (late) warn("changed: later system messages moved to the start");
	return messages.flatMap((message) => (message.role === "system" ? message.content.filter(hasText) : []));
}

const hasText = (part: { readonly text: string }): boolean => part.text.trim() !== "";

function grouped(messages: readonly Message[], rules: TurnRules): readonly LooseTurn[] {
	const turns: LooseTurn[] = [];
	for (const message of messages) {
		const turn = looseTurn(message, rules);
		if (turn === undefined) continue;
		const last = turns.at(-1);
		if (last?.role === "assistant" && turn.role === "assistant") {
			turns[turns.length - 1] = { role: "assistant", parts: [...last.parts, ...turn.parts] };
		} else if (last?.role === "user" && turn.role === "user") {
			turns[turns.length - 1] = { role: "user", results: [...last.results, ...turn.results], parts: [...last.parts, ...turn.parts] };
		} else turns.push(turn);
	}
	return turns;
}

/** One message as a turn, undefined when nothing is left of it. */
function looseTurn(message: Message, rules: TurnRules): LooseTurn | undefined {
	switch (message.role) {
		case "system":
			return undefined;
		case "tool":
			return message.content.length === 0 ? undefined : { role: "user", results: message.content, parts: [] };
		case "user": {
			const parts = message.content.filter((part) => part.type !== "text" || hasText(part));
			return parts.length === 0 ? undefined : { role: "user", results: [], parts };
		}
		case "assistant": {
			const parts = message.content.filter((part) => keeps(part, rules));
			return parts.length === 0 ? undefined : { role: "assistant", parts };
		}
	}
}

function keeps(part: AssistantPart, { keepReasoning, warn }: TurnRules): boolean {
	if (part.type === "text" || part.type === "refusal") return hasText(part);
	if (part.type !== "reasoning" || keepReasoning(part)) return true;
	warn("dropped: reasoning that was not made by this provider");
	return false;
}

function framed(turns: readonly Turn[], warn: Warn): readonly Turn[] {
	const first = turns[0]?.role === "assistant" ? [opening] : [];
	const last = turns.at(-1)?.role === "assistant" ? [continuation] : [];
	if (first.length > 0) warn("changed: a user message was put before the assistant's first");
	if (last.length > 0) warn("changed: the last assistant message is continued by a hint");
	return [...first, ...turns, ...last];
}
