import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { canonicalContext } from "@smart-router/core/keys/context.ts";
import { type EncryptionContext, type Keys, KeysError } from "@smart-router/core/keys/keys.ts";
import { open, SealError, seal } from "@smart-router/core/keys/seal.ts";
import { createOnce } from "../private-file.ts";

const keyBytes = 32;
const othersMayUse = 0o077;

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
		createOnce(path, (draft) => writeFileSync(draft, randomBytes(keyBytes)));
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
