import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/**
 * Authenticated encryption of one value: AES-256-GCM with a 96-bit IV and a 128-bit tag (NIST SP 800-38D).
 * The sealed form is base64 of IV, ciphertext and tag; what it is bound to is authenticated, not stored.
 */

const algorithm = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

/** The value was not sealed by this key for this place, or was altered. Says nothing more on purpose. */
export class SealError extends Error {
	override readonly name = "SealError";
	constructor(options: { cause?: unknown } = {}) {
		super("The sealed value does not open here", options);
	}
}

/** Seals `plaintext` under `key` (32 bytes), bound to `boundTo`. Every call draws a fresh IV; only known-answer tests pass one. */
export function seal(plaintext: Uint8Array, key: Uint8Array, boundTo: Uint8Array | string, iv: Uint8Array = randomBytes(ivBytes)): string {
	const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes });
	cipher.setAAD(Buffer.from(boundTo));
	const ciphertext = [cipher.update(plaintext), cipher.final()];
	return Buffer.concat([iv, ...ciphertext, cipher.getAuthTag()]).toString("base64");
}

/** The plaintext of what `seal` made with the same key and binding; throws `SealError` for anything else. */
export function open(sealed: string, key: Uint8Array, boundTo: Uint8Array | string): Buffer {
	const bytes = Buffer.from(sealed, "base64");
	if (bytes.length < ivBytes + tagBytes) throw new SealError();
	const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
	decipher.setAAD(Buffer.from(boundTo));
	decipher.setAuthTag(bytes.subarray(-tagBytes));
	try {
		return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
	} catch (cause) {
		throw new SealError({ cause });
	}
}
