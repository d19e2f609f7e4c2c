/**
 * The key port: envelope encryption's two calls. KMS in production (`kms.ts`), a master key file locally (`packages/local`).
 */

/** Authenticated with every data key: a blob opens only under the very context it was made with. */
export interface EncryptionContext {
	readonly workspace: string;
	readonly profile: string;
	readonly kind: "credential" | "oauth-client" | "login";
}

export interface DataKey {
	/** 32 bytes, AES-256. Never stored. */
	readonly plaintext: Uint8Array;
	/** The data key sealed under the master key, base64. */
	readonly encrypted: string;
}

export interface Keys {
	/** Throws `KeysError`. */
	generateDataKey(context: EncryptionContext): Promise<DataKey>;
	/** Bytes of the caller's own, which he may wipe. Throws `KeysError`, also when the context is not the one the key was made under. */
	decrypt(encrypted: string, context: EncryptionContext): Promise<Uint8Array>;
}

export class KeysError extends Error {
	override readonly name = "KeysError";
	readonly kind: "unavailable" | "refused";
	constructor(kind: KeysError["kind"], message: string, options: { cause?: unknown } = {}) {
		super(message, options);
		this.kind = kind;
	}
}
