import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { randomBase62 } from "../id.ts";

/** `sr_<stage>_` + 43 random base62 characters (256 bits) + 6 of their CRC-32: secret scanners know it, a mistyped one needs no look-up. */
const shape = /^sr_[a-z0-9-]{1,32}_.{49}$/su;
const checksumLength = 6;
const randomLength = 43;
/** A first admin key chosen by the operator has no checksum; it must at least be this long. */
export const minPresetLength = 20;
export const maxKeyLength = 512;

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function checksum(text: string): string {
	let rest = crc32(text);
	let encoded = "";
	for (let place = 0; place < checksumLength; place++) {
		encoded = digits.charAt(rest % 62) + encoded;
		rest = Math.floor(rest / 62);
	}
	return encoded;
}

/** A new key. The checksum covers everything before it. */
export function makeKeyText(stage: string): string {
	const body = `sr_${stageLabel(stage)}_${randomBase62(randomLength)}`;
	return body + checksum(body);
}

/** A stage name as it may stand in a key. */
const stageLabel = (stage: string): string =>
	stage
		.toLowerCase()
		.replace(/[^a-z0-9-]/g, "-")
		.slice(0, 32) || "dev";

/**
 * False when the text cannot be a key: mistyped, too short or too long. Keys of the shape we make carry a checksum; a first admin key chosen by the operator
 * may be any other text, also one that begins with `sr_`.
 */
export function isPlausibleKey(text: string): boolean {
	if (shape.test(text)) return checksum(text.slice(0, -checksumLength)) === text.slice(-checksumLength);
	return text.length >= minPresetLength && text.length <= maxKeyLength;
}

/** What is stored and looked up instead of the key: SHA-256, hex. The keys hold 256 random bits, so no salt and no slow hash are needed. */
export const hashKey = (text: string): string => hash("sha256", text);

/** The readable part shown in lists: `sr_<stage>_` and 4 characters, or the first 3 of a preset key. */
export function keyPrefix(text: string): string {
	const underscore = text.startsWith("sr_") ? text.indexOf("_", 3) : -1;
	return underscore === -1 ? text.slice(0, 3) : text.slice(0, underscore + 5);
}

export const keyEnd = (text: string): string => text.slice(-4);
