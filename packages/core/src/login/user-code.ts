import { hash, randomInt } from "node:crypto";
import type { Item, Key } from "../store/store.ts";

/** No vowels, so that no word comes out, and nothing that looks like something else (RFC 8628 section 6.1): 20^8 is 34.5 bits. */
const letters = "BCDFGHJKLMNPQRSTVWXZ";
const length = 8;

/** A code such as `WDJB-MJHT`. */
export function newUserCode(): string {
	const text = Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
	return `${text.slice(0, 4)}-${text.slice(4)}`;
}

/** What a person typed as the code is written; undefined when it cannot be one. */
export function readUserCode(typed: string): string | undefined {
	const text = typed
		.slice(0, 100)
		.toUpperCase()
		.replace(/[\s\p{Pd}._]/gu, "");
	if (text.length !== length || [...text].some((letter) => !letters.includes(letter))) return undefined;
	return `${text.slice(0, 4)}-${text.slice(4)}`;
}

/** Where a code leads; only its hash is stored as a name. */
export const userCodeKey = (code: string): Key => ({ pk: `login#code#${hash("sha256", code)}`, sk: "code" });
export const userCodeItem = (code: string, id: string, ttl: number): Item => ({ ...userCodeKey(code), id, ttl });
