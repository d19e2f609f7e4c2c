import { parseJson } from "../chat/json.ts";
import type { Json } from "../chat/request.ts";
import type { AnswerContext } from "./answer.ts";

/** What went to the provider and may be its client's choice. */
export interface Sent {
	/** JSON. */
	readonly body: string;
	readonly headers: Readonly<Record<string, string>>;
}

/**
 * Whether words of a failure may be the client's own: providers quote field names and values. They are when the request holds them all, or when a text of
 * two words or more that the client sent as a whole is part of them. Compared by letters and digits, so that quotes, case and breaks do not matter.
 */
export function isEcho(said: string, { sent, model }: Pick<AnswerContext, "sent" | "model">): boolean {
	if (sent === undefined) return false;
	const words = wordsOf(said);
	const texts = [model, ...Object.values(sent.headers), ...textsIn(parseJson(sent.body) ?? sent.body)];
	return texts.map(wordsOf).some((own) => own.includes(words) || (own.includes(" ") && ` ${words} `.includes(` ${own} `)));
}

/** In lower case, with one space between them. */
const wordsOf = (text: string): string =>
	text
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, " ")
		.trim();

/** Every name and every text in it, however deep it is; arguments of tools are JSON within a text. */
function textsIn(json: Json): string[] {
	const texts: string[] = [];
	const left: Json[] = [json];
	for (let value = left.pop(); value !== undefined; value = left.pop()) {
		if (typeof value === "string") {
			texts.push(value);
			if (/^\s*[[{]/.test(value)) left.push(parseJson(value) ?? null);
		} else if (typeof value === "object" && value !== null) {
			if (!Array.isArray(value)) texts.push(...Object.keys(value));
			for (const each of Object.values(value)) left.push(each);
		}
	}
	return texts;
}
