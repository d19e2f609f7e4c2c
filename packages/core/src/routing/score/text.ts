import type { ChatRequest, Message } from "@smart-router/llm/chat/request.ts";
import { isUnspaced, isWordCode } from "./lexicon.ts";

/** Of a longer text only so many UTF-16 units from its start and its end are read: there people say what they want. */
const window = 12_000;
/** What stands farther than this from both ends of a text was most likely pasted. */
const margin = 600;

/** What a user asks, parted from what was pasted along with it. */
export interface UserTurn {
	/** Prose near the start and the end. */
	readonly ask: string;
	/** Prose in between. */
	readonly middle: string;
	/** Lines of code, logs, data or quotes. */
	readonly material: string;
	/** Length of the whole text in UTF-16 units. */
	readonly length: number;
}

/** The texts of the user's turns, the last first; what tools answered and systems said is left out. */
export function userTexts({ messages }: ChatRequest, most: number): string[] {
	const texts: string[] = [];
	for (let at = messages.length - 1; at >= 0 && texts.length < most; at--) {
		const message = messages[at];
		const text = message?.role === "user" ? textOf(message) : "";
		if (text !== "") texts.push(text);
	}
	return texts;
}

const textOf = ({ content }: Extract<Message, { role: "user" }>): string =>
	content
		.map((part) => (part.type === "text" ? withoutReminders(part.text) : ""))
		.filter((text) => text.trim() !== "")
		.join("\n");

const reminderStart = "<system-reminder>";
const reminderEnd = "</system-reminder>";

const mostReminders = 100;

/** Coding agents put words of their own between the user's. */
function withoutReminders(text: string): string {
	const kept: string[] = [];
	let copied = 0;
	while (kept.length < mostReminders) {
		const start = text.indexOf(reminderStart, copied);
		const end = start < 0 ? -1 : text.indexOf(reminderEnd, start);
		if (end < 0) break;
		kept.push(text.slice(copied, start));
		copied = end + reminderEnd.length;
	}
	return kept.join("") + text.slice(copied);
}

/** Parts a turn: lines of code, data and quotes from prose, and prose near the ends from what lies between. */
export function partTurn(text: string): UserTurn {
	const { prose, material } = partLines(withoutQuotations(withoutRepeats(endsOf(text))));
	return { ...partAsk(prose.trim()), material, length: text.length };
}

/** All of a text of usual length; of a longer one both ends, cut between words. */
function endsOf(text: string): string {
	if (text.length <= 2 * window) return text;
	const start = text.slice(0, window);
	const end = text.slice(-window);
	const lastBlank = start.lastIndexOf(" ");
	return `${lastBlank < 0 ? start : start.slice(0, lastBlank)}\n${end.slice(end.indexOf(" ") + 1)}`;
}

/** What is long and in quotation marks is spoken of, not said. */
const withoutQuotations = (text: string): string => text.replace(quotation, ' "…" ');
const quotation = /["“„«「『][^"“”„«»「」『』\n]{25,}["”“»」』]/g;

/** The ask is all of a short text; of a long one its ends, or the one end that is a paragraph of its own beside a long one. */
function partAsk(prose: string): Pick<UserTurn, "ask" | "middle"> {
	if (prose.length <= 2 * margin) return { ask: prose, middle: "" };
	const firstEnds = prose.indexOf(paragraph);
	const lastStarts = prose.lastIndexOf(paragraph) + paragraph.length;
	const shortFirst = firstEnds >= 0 && firstEnds <= margin;
	const shortLast = firstEnds >= 0 && prose.length - lastStarts <= margin;
	if (shortFirst && !shortLast) return { ask: prose.slice(0, firstEnds), middle: prose.slice(firstEnds) };
	if (shortLast && !shortFirst) return { ask: prose.slice(lastStarts), middle: prose.slice(0, lastStarts) };
	return { ask: `${prose.slice(0, margin)}\n${prose.slice(-margin)}`, middle: prose.slice(margin, -margin) };
}

const paragraph = "\n\n";

/** A word that follows itself stands once: repeating it says no more, and must not push the rest out of sight. */
function withoutRepeats(text: string): string {
	let kept = "";
	let copied = 0;
	let [lastStart, lastEnd] = [0, 0];
	for (let at = 0; at < text.length; at++) {
		if (!isWordCode(text.charCodeAt(at))) continue;
		const start = at;
		while (at < text.length && isWordCode(text.charCodeAt(at))) at++;
		const length = at - start;
		if (length === lastEnd - lastStart && text.startsWith(text.slice(lastStart, lastEnd), start)) {
			kept += text.slice(copied, lastEnd);
			copied = at;
		}
		[lastStart, lastEnd] = [start, at];
	}
	return copied === 0 ? text : kept + text.slice(copied);
}

function partLines(text: string): { readonly prose: string; readonly material: string } {
	const prose: string[] = [];
	const material: string[] = [];
	let fenced = false;
	for (const line of text.split("\n")) {
		if (line.trimStart().startsWith("```")) fenced = !fenced;
		else (fenced || isMaterial(line) ? material : prose).push(line);
	}
	return { prose: prose.join("\n"), material: material.join("\n") };
}

const indented = /^(?:\t| {4}|> |[{}\])]|\d{1,3}\.\d{1,3}\.|at |t=)/;
const ending = /[;{}]\s*$/;
const assignment = /^[\w.-]{1,60} ?[:=] ?\S{1,80}$/;
const columns = /^[^\s,;|]*(?:[,;|][^\s,;|]*){3,}$/;
const longestProse = 40;
const fewestLetters = 0.62;

/** Code, logs, tables and quotes: they begin or end like such, or hold more signs and digits than prose does. */
function isMaterial(line: string): boolean {
	if (line.length < 3) return false;
	if (indented.test(line) || ending.test(line) || assignment.test(line) || columns.test(line)) return true;
	return line.length > longestProse && letters(line) < fewestLetters * line.length;
}

/** Letters and blanks, by UTF-16 unit. */
function letters(line: string): number {
	let count = 0;
	for (let at = 0; at < line.length; at++) {
		const code = line.charCodeAt(at);
		if (code === 32 || (isWordCode(code) && !(code >= 48 && code <= 57))) count++;
	}
	return count;
}

/** Distinct words, by which length is measured: about 1.6 signs make a word where words are not spaced. */
export function distinctWords(folded: string): number {
	const words = new Set<string>();
	const signs = new Set<number>();
	for (let at = 0; at < folded.length; at++) {
		const code = folded.charCodeAt(at);
		if (isUnspaced(code)) {
			signs.add(code);
		} else if (isWordCode(code)) {
			const start = at;
			while (at < folded.length && isWordCode(folded.charCodeAt(at)) && !isUnspaced(folded.charCodeAt(at))) at++;
			words.add(folded.slice(start, at));
			at--;
		}
	}
	return words.size + signs.size / 1.6;
}
