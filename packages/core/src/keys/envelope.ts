import { canonicalContext } from "./context.ts";
import { type EncryptionContext, type Keys, KeysError } from "./keys.ts";
import { open, SealError, seal } from "./seal.ts";

/** A text sealed under a data key of its own. */
export type Envelope = { readonly sealed: string; readonly dataKey: string };

/** What else the sealed text is bound to, beside the context that the key service authenticates. */
type Binding = Readonly<Record<string, string | number>>;

const boundTo = (context: EncryptionContext, binding: Binding): string => canonicalContext({ ...binding, ...context });

/** Seals a text for one place. Throws `KeysError`. */
export async function sealText(keys: Keys, context: EncryptionContext, binding: Binding, text: string): Promise<Envelope> {
	const { plaintext, encrypted } = await keys.generateDataKey(context);
	return { sealed: seal(Buffer.from(text), plaintext, boundTo(context, binding)), dataKey: encrypted };
}

/** The text, undefined when it was sealed for another place, altered, or its key is gone. Throws `KeysError` unavailable. */
export async function openText(
	keys: Keys,
	context: EncryptionContext,
	binding: Binding,
	{ sealed, dataKey }: Envelope,
): Promise<string | undefined> {
	try {
		return open(sealed, await keys.decrypt(dataKey, context), boundTo(context, binding)).toString();
	} catch (cause) {
		if (cause instanceof SealError || (cause instanceof KeysError && cause.kind === "refused")) return undefined;
		throw cause;
	}
}
