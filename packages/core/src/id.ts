import { randomFillSync } from "node:crypto";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Random bytes drawn in bulk: a call of the system for every id would cost more than the id. */
const pool = Buffer.alloc(4096);
let drawn = pool.length;

function randomByte(): number {
	if (drawn === pool.length) {
		randomFillSync(pool);
		drawn = 0;
	}
	const byte = pool.readUInt8(drawn);
	pool[drawn++] = 0;
	return byte;
}

/** The largest multiple of 62 that a byte can hold: above it a remainder would favour the first characters. */
const unbiased = 248;

/** `length` characters of base62 from the system's random source, without modulo bias. */
export function randomBase62(length: number): string {
	let text = "";
	while (text.length < length) {
		const byte = randomByte();
		if (byte < unbiased) text += base62[byte % 62];
	}
	return text;
}

/** A random id, e.g. `req_4fQk…` (22 base62 characters, about 131 bits). */
export const randomId = (prefix: string): string => `${prefix}_${randomBase62(22)}`;

/** A random id that sorts by `now` (ms): fixed-width base36 time, then 14 random base62 characters. */
export const timeOrderedId = (prefix: string, now: number): string => `${prefix}_${now.toString(36).padStart(9, "0")}${randomBase62(14)}`;
