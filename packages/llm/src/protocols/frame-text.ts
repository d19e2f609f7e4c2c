import type { Frame } from "../transport/sse.ts";
import { closingQuote } from "./splice.ts";

/**
 * Reads what a frame adds to an answer without a parse: the text values of these fields, escapes as they stand. As cheap as a search, and right enough for
 * an estimate; inside a text the quotes of a name would be escaped, so it is not taken for one.
 */
export function frameText(...fields: readonly string[]): (frame: Frame) => string {
	const opening = new RegExp(`"(?:${fields.join("|")})"\\s*:\\s*"`, "g");
	return ({ data }) => {
		let text = "";
		for (const { index, 0: opened } of data.matchAll(opening)) {
			const begin = index + opened.length;
			text += data.slice(begin, closingQuote(data, begin - 1));
		}
		return text;
	};
}
