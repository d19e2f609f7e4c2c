import { randomBytes, randomUUID } from "node:crypto";
import { closeSync, existsSync, fstatSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { canonicalContext } from "@smart-router/core/keys/context.ts";
import { type EncryptionContext, type Keys, KeysError } from "@smart-router/core/keys/keys.ts";
import { open, SealError, seal } from "@smart-router/core/keys/seal.ts";

const keyBytes = 32;
const othersMayUse = 0o077;

/**
 * Written in full under a name of its own, then linked to the real one: a name appears at once or not at all,
 * so of two first starts one wins and both read the same key.
 */
function createMasterKey(path: string): void {
	mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
	const draft = `${path}.${randomUUID()}`;
	const file = openSync(draft, "wx", 0o600);
	try {
		writeSync(file, randomBytes(keyBytes));
		fsyncSync(file);
		linkSync(draft, path);
	} catch (cause) {
		if (!existsSync(path)) throw cause;
	} finally {
		closeSync(file);
		unlinkSync(draft);
	}
}

function readMasterKey(path: string): Buffer {
	const file = openSync(path, "r");
	try {
		// Windows has no such bits: there the file is as private as its folder.
		if (process.platform !== "win32" && (fstatSync(file).mode & othersMayUse) !== 0) {
			throw new KeysError("refused", `The key file ${path} can be read by others. Make it private: chmod 600 "${path}"`);
		}
		const key = readFileSync(file);
		if (key.length !== keyBytes) throw new KeysError("refused", `The key file ${path} does not hold a key of ${keyBytes} bytes`);
		return key;
	} finally {
		closeSync(file);
	}
}

function masterKey(path: string): Buffer {
	try {
		if (!existsSync(path)) createMasterKey(path);
		return readMasterKey(path);
	} catch (cause) {
		if (cause instanceof KeysError) throw cause;
		throw new KeysError("unavailable", `The key file ${path} cannot be used`, { cause });
	}
}

const bindingOf = ({ workspace, profile, kind }: EncryptionContext): string => canonicalContext({ workspace, profile, kind });

/**
 * The key service of a laptop: a master key of 32 bytes in a file of its own, made at the first start with mode 0600.
 * Data keys are sealed under it with the context as authenticated data. Losing the file loses the credentials.
 * Throws `KeysError` when the file is open to others, damaged or out of reach.
 */
export function openKeyFile(path: string): Keys {
	const master = masterKey(path);
	return {
		async generateDataKey(context) {
			const plaintext = randomBytes(keyBytes);
			return { plaintext, encrypted: seal(plaintext, master, bindingOf(context)) };
		},
		async decrypt(encrypted, context) {
			try {
				return open(encrypted, master, bindingOf(context));
			} catch (cause) {
				if (!(cause instanceof SealError)) throw cause;
				throw new KeysError("refused", "The data key was not made for this context by this key file", { cause });
			}
		},
	};
}
