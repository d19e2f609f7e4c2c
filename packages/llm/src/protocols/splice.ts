import { objectOf, parseJson } from "../chat/json.ts";
import type { JsonObject } from "../chat/request.ts";

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/**
 * Writes another model id into the text of a JSON object: the value of each top-level `"model"` member is replaced, every other character stays, so
 * that a provider gets what the client wrote. One pass, no parse. `body` must be valid JSON; text that is no object comes back as it is.
 */
export function spliceModel(body: string, model: string): string {
	const replacement = JSON.stringify(model);
	return rewritten(body, members(body, "model"), () => replacement);
}

/**
 * Adds fields to the object that a top-level member of a JSON object holds, or such a member in the first place where there is none; every other character
 * stays.
 */
export function withFields(body: string, name: string, fields: JsonObject): string {
	const found = members(body, name);
	if (found.length > 0) return rewritten(body, found, (value) => JSON.stringify({ ...objectOf(parseJson(value)), ...fields }));
	const first = afterWhitespace(body, 0) + 1;
	const separator = body.charCodeAt(afterWhitespace(body, first)) === closeBrace ? "" : ",";
	return `${body.slice(0, first)}${JSON.stringify(name)}:${JSON.stringify(fields)}${separator}${body.slice(first)}`;
}

/** The JSON text of a top-level member's value, undefined where there is none. One pass, no parse. */
export function memberIn(json: string, name: string): string | undefined {
	const member = members(json, name).at(-1);
	return member && json.slice(member.value, member.end);
}

/** The text of a JSON object without its top-level members of this name; every other member stays as it was written. */
export function withoutMember(body: string, name: string): string {
	const [member] = members(body, name);
	if (!member) return body;
	const following = afterWhitespace(body, member.end);
	const last = body.charCodeAt(following) !== comma;
	const before = beforeWhitespace(body, member.key);
	const from = last && body.charCodeAt(before - 1) === comma ? before - 1 : member.key;
	const to = last ? member.end : afterWhitespace(body, following + 1);
	return withoutMember(body.slice(0, from) + body.slice(to), name);
}

interface Member {
	/** Where its key begins. */
	readonly key: number;
	/** Where its value begins and ends, surrounding whitespace left out. */
	readonly value: number;
	readonly end: number;
}

/** The text with other values in these members. */
function rewritten(body: string, found: readonly Member[], rewrite: (value: string) => string): string {
	let spliced = "";
	let copied = 0;
	for (const { value, end } of found) {
		spliced += body.slice(copied, value) + rewrite(body.slice(value, end));
		copied = end;
	}
	return spliced + body.slice(copied);
}

/** The top-level members of this name. */
function members(json: string, name: string): Member[] {
	const found: Member[] = [];
	const first = afterWhitespace(json, 0);
	if (json.charCodeAt(first) !== openBrace) return found;
	let depth = 1;
	let keyDue = true;
	let begun: Omit<Member, "end"> | undefined;
	const endMember = (at: number): void => {
		if (begun) found.push({ ...begun, end: beforeWhitespace(json, at) });
		begun = undefined;
		keyDue = true;
	};
	for (let at = first + 1; at < json.length; at++) {
		switch (json.charCodeAt(at)) {
			case quote: {
				const end = closingQuote(json, at);
				if (keyDue) {
					const colon = json.indexOf(":", end);
					if (isName(json.slice(at, end + 1), name)) begun = { key: at, value: afterWhitespace(json, colon + 1) };
					keyDue = false;
					at = Math.max(end, colon);
				} else {
					at = end;
				}
				break;
			}
			case comma:
				if (depth === 1) endMember(at);
				break;
			case openBrace:
			case openBracket:
				depth++;
				break;
			case closeBrace:
			case closeBracket:
				depth--;
				if (depth === 0) endMember(at);
				break;
		}
	}
	return found;
}

/** Where the string that opens here is closed; the text's end when nowhere. */
export function closingQuote(json: string, opening: number): number {
	let end = json.indexOf('"', opening + 1);
	while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
	return end === -1 ? json.length : end;
}

/** An odd number of backslashes stands before it. */
function isEscaped(json: string, at: number): boolean {
	let first = at;
	while (first > 0 && json.charCodeAt(first - 1) === backslash) first--;
	return (at - first) % 2 === 1;
}

/** A key may be written with escapes: `"mod\u0065l"` is `model` too. */
const isName = (literal: string, name: string): boolean =>
	literal === `"${name}"` || (literal.includes("\\") && JSON.parse(literal) === name);

const isWhitespace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

function afterWhitespace(json: string, from: number): number {
	let at = from;
	while (isWhitespace(json.charCodeAt(at))) at++;
	return at;
}

function beforeWhitespace(json: string, to: number): number {
	let at = to;
	while (isWhitespace(json.charCodeAt(at - 1))) at--;
	return at;
}
