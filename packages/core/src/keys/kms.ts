import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from "@aws-sdk/client-kms";
import { type EncryptionContext, type Keys, KeysError } from "./keys.ts";

/** Another key or another context than the one the data key was made under; everything else may pass on another try. */
const refusals = new Set(["InvalidCiphertextException", "IncorrectKeyException"]);

function keysFailure(operation: string, cause: unknown): KeysError {
	const name = cause instanceof Error ? cause.name : "unknown failure";
	return new KeysError(refusals.has(name) ? "refused" : "unavailable", `KMS: ${operation} failed (${name})`, { cause });
}

const contextOf = ({ workspace, profile, kind }: EncryptionContext): Record<string, string> => ({ workspace, profile, kind });

/**
 * Data keys from AWS KMS, the encryption context authenticated by KMS itself. Retries and timeouts are the client's own settings.
 * https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export function createKmsKeys({ client, keyId }: { readonly client: KMSClient; readonly keyId: string }): Keys {
	return {
		async generateDataKey(context) {
			try {
				const command = new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: "AES_256", EncryptionContext: contextOf(context) });
				const { Plaintext, CiphertextBlob } = await client.send(command);
				if (!Plaintext || !CiphertextBlob) throw new Error("the answer holds no key");
				return { plaintext: Plaintext, encrypted: Buffer.from(CiphertextBlob).toString("base64") };
			} catch (cause) {
				throw keysFailure("GenerateDataKey", cause);
			}
		},
		async decrypt(encrypted, context) {
			try {
				const blob = Buffer.from(encrypted, "base64");
				const command = new DecryptCommand({ KeyId: keyId, CiphertextBlob: blob, EncryptionContext: contextOf(context) });
				const { Plaintext } = await client.send(command);
				if (!Plaintext) throw new Error("the answer holds no key");
				return Plaintext;
			} catch (cause) {
				throw keysFailure("Decrypt", cause);
			}
		},
	};
}
