import { randomBytes } from "node:crypto";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** `length` characters of base62 from the system's random source, without modulo bias. */
export function randomBase62(length: number): string {
	let text = "";
	while (text.length < length) {
		for (const byte of randomBytes(length - text.length + 8)) {
			if (byte < 248 && text.length < length) text += base62[byte % 62];
		}
	}
	return text;
}

/** A random id, e.g. `req_4fQk…` (22 base62 characters, about 131 bits). */
export const randomId = (prefix: string): string => `${prefix}_${randomBase62(22)}`;

/** A random id that sorts by `now` (ms): fixed-width base36 time, then 14 random base62 characters. */
export const timeOrderedId = (prefix: string, now: number): string =>
	`${prefix}_${now.toString(36).padStart(9, "0")}${randomBase62(14)}`;
