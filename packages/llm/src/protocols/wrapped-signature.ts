import { objectOf, parseJson, stringOf } from "../chat/json.ts";
import type { SignatureOrigin } from "../chat/request.ts";

/**
 * Signatures of one maker in the words of another's protocol: a client carries them like any signature, and when they come back the gateway knows whose
 * they are. base64 throughout, because Gemini's field is one of bytes.
 */

/** What a maker gave to prove its reasoning; all missing when it gave nothing. */
export interface Proof {
	readonly signature?: string;
	readonly encrypted?: string;
	/** The reasoning item's id. */
	readonly id?: string;
	/** It belongs to the tool call that follows, not to reasoning. */
	readonly ofCall?: boolean;
}

const mark = "smart-router";
/** As base64 the mark is 16 whole characters, which every wrapped signature begins with. */
const encodedMark = Buffer.from(mark).toString("base64");

/** True when the text may hold a wrapped signature. */
export const mayHoldWrapped = (text: string): boolean => text.includes(encodedMark);

export const isWrapped = (signature: string): boolean => signature.startsWith(encodedMark);

/** The text that carries a proof through a client: empty when nothing was proven in its own protocol. */
export function wrapSignature({ signature, encrypted, id, ofCall }: Proof, { provider, model, account, native }: SignatureOrigin): string {
	if (native) return signature ?? encrypted ?? "";
	const told = { p: provider, m: model, a: account, s: signature, e: encrypted, i: id, c: ofCall || undefined };
	return Buffer.from(mark + JSON.stringify(told)).toString("base64");
}

export interface Unwrapped {
	readonly proof: Proof;
	readonly origin: SignatureOrigin;
}

/** What was wrapped; undefined when the gateway did not wrap this. One that was damaged on its way proves nothing. */
export function unwrapSignature(text: string): Unwrapped | undefined {
	if (!isWrapped(text)) return undefined;
	const told = objectOf(parseJson(Buffer.from(text, "base64").toString("utf8").slice(mark.length))) ?? {};
	const [provider, model, account] = [stringOf(told.p) ?? "", stringOf(told.m), stringOf(told.a)];
	const [signature, encrypted, id] = [stringOf(told.s), stringOf(told.e), stringOf(told.i)];
	return {
		proof: {
			...(signature !== undefined && { signature }),
			...(encrypted !== undefined && { encrypted }),
			...(id !== undefined && { id }),
			...(told.c === true && { ofCall: true }),
		},
		origin: { provider, ...(model !== undefined && { model }), ...(account !== undefined && { account }) },
	};
}
