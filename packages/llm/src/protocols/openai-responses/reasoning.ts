import { defined } from "../../chat/json.ts";
import type { JsonObject, ReasoningPart, SignatureOrigin } from "../../chat/request.ts";
import { type Proof, type Unwrapped, unwrapSignature, wrapSignature } from "../wrapped-signature.ts";
import type { ReasoningBody } from "./schema.ts";

/** Several paragraphs of a summary are one text in the hub. */
export const summarySeparator = "\n\n";

export const summaryText = (parts: readonly { readonly text: string }[] | null | undefined): string =>
	(parts ?? []).map(({ text }) => text).join(summarySeparator);

/** Encrypted reasoning that no other provider's mark stands on is OpenAI's own. */
const own = { provider: "openai" };

/** A client's reasoning item; none when it says and proves nothing. */
export function parseReasoning(item: ReasoningBody): ReasoningPart[] {
	const text = summaryText(item.summary) || summaryText(item.content);
	const { proof, origin } = wrappedIn(item) ?? { proof: ownProof(item), origin: own };
	const proven = proof.signature !== undefined || proof.encrypted !== undefined;
	if (text === "" && !proven) return [];
	return [{ type: "reasoning", text, ...(proven && { ...proof, origin }) }];
}

const ownProof = ({ id, encrypted_content }: ReasoningBody): Proof =>
	defined({ encrypted: encrypted_content || undefined, id: id || undefined });

/** What the gateway wrapped for a client that knows `encrypted_content` only. */
export const wrappedIn = ({ encrypted_content }: ReasoningBody): Unwrapped | undefined => unwrapSignature(encrypted_content ?? "");

/** The `encrypted_content` that brings a proof back to its maker; null when there is none, or nobody to name as the maker. */
export function encryptedContent({ signature, encrypted, id, ofCall }: Proof, origin: SignatureOrigin | undefined): string | null {
	if (origin === undefined || (signature === undefined && encrypted === undefined)) return null;
	return wrapSignature(defined({ signature, encrypted, id, ofCall }), origin);
}

/** Only this protocol gives its encrypted reasoning an id. */
export const isOwnReasoning = ({ encrypted, id }: ReasoningPart): boolean => encrypted !== undefined && id !== undefined;

export const buildReasoning = ({ text, encrypted, id }: ReasoningPart): JsonObject =>
	defined({
		type: "reasoning",
		id,
		summary: text === "" ? [] : [{ type: "summary_text", text }],
		encrypted_content: encrypted,
	});
