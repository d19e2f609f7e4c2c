import type { ChatRequest, Message } from "@smart-router/llm/chat/request.ts";

/** Characters in a row, from the start of a word on, that make a quote: fewer meet by chance. */
const minQuote = 12;
const blanks = /\s+/g;
const words = /[\p{L}\p{N}]+/gu;

/**
 * A provider's words without what they quote of the conversation, for whatever is kept: prompts, answers and tool arguments are never stored.
 * Quotes of less than 12 characters are not recognised. `text` is short (a verdict's message), the conversation may be long.
 */
export function withoutQuotes(text: string, { messages }: ChatRequest): string {
	const starts = [...text.matchAll(words)].map(({ index }) => index);
	if (text.length < minQuote || starts.length === 0) return text;
	const said = messages.flatMap(textsOf).map((part) => part.replace(blanks, " "));
	let kept = "";
	let copied = 0;
	for (const start of starts) {
		if (start < copied) continue;
		const end = endOfQuote(text, start, said);
		if (end === start) continue;
		kept += `${text.slice(copied, start)}[quoted]`;
		copied = end;
	}
	return kept + text.slice(copied);
}

/** Where the longest quote that begins at `start` ends; `start` when there is none. */
function endOfQuote(text: string, start: number, said: readonly string[]): number {
	if (start + minQuote > text.length) return start;
	let sources = said.filter((part) => part.includes(text.slice(start, start + minQuote)));
	if (sources.length === 0) return start;
	let end = start + minQuote;
	while (end < text.length) {
		const longer = text.slice(start, end + 1);
		sources = sources.filter((part) => part.includes(longer));
		if (sources.length === 0) break;
		end++;
	}
	return end;
}

function textsOf({ content }: Message): string[] {
	return content.flatMap((part) => {
		switch (part.type) {
			case "text":
			case "reasoning":
			case "refusal":
				return [part.text];
			case "tool-call":
				return [part.arguments];
			case "tool-result":
				return part.content.flatMap((inner) => (inner.type === "text" ? [inner.text] : []));
			default:
				return [];
		}
	});
}
