import type { ChatRequest, Json, JsonObject } from "../../packages/llm/src/chat/request.ts";

/** What was said in a conversation, in its order, whatever format it is written in. */
export interface Said {
	readonly system: readonly string[];
	readonly user: readonly string[];
	readonly assistant: readonly string[];
	/** The arguments of every call, as objects. */
	readonly calls: readonly Json[];
}

/** What the client said: blank texts say nothing. */
export function saidIn({ messages }: ChatRequest): Said {
	const of = (role: string, ...types: string[]): string[] =>
		messages
			.filter((message) => message.role === role)
			.flatMap(({ content }) => content.flatMap((part) => (types.includes(part.type) && "text" in part ? [part.text] : [])))
			.filter((text) => text.trim() !== "");
	const parts = messages.flatMap((message) => (message.role === "assistant" ? message.content : []));
	return {
		system: of("system", "text"),
		user: of("user", "text"),
		assistant: of("assistant", "text", "refusal"),
		calls: parts.flatMap((part) => (part.type === "tool-call" ? [argumentsOf(part.arguments)] : [])),
	};
}

function argumentsOf(text: string): JsonObject {
	if (text.trim() === "") return {};
	try {
		const value: Json = JSON.parse(text);
		if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
	} catch {}
	return { _raw: text };
}

/** Nothing of what the client said is lost or out of order; the gateway's own hints may stand between. */
export function missing(wanted: Said, found: Said): string[] {
	const everyUser = [...found.system, ...found.user];
	const lost = [...wanted.system.filter((text) => !everyUser.includes(text))];
	let from = 0;
	for (const text of wanted.user) {
		const place = found.user.indexOf(text, from);
		if (place === -1) lost.push(text);
		else from = place + 1;
	}
	if (JSON.stringify(wanted.assistant) !== JSON.stringify(found.assistant)) lost.push("assistant");
	if (JSON.stringify(wanted.calls) !== JSON.stringify(found.calls)) lost.push("calls");
	return lost;
}
