import type { AssistantPart, JsonObject, SignatureOrigin, ToolCallPart } from "../../chat/request.ts";
import { argumentsObject } from "../calls.ts";
import { type Proof, wrapSignature } from "../wrapped-signature.ts";
import { callId } from "./messages.ts";

/** How an answer's content is written, the same whole and streamed. */

export const textStart = (text = ""): JsonObject => ({ type: "text", text, citations: null });

export const thinkingStart = (thinking = "", signature = ""): JsonObject => ({ type: "thinking", thinking, signature });

export const redacted = (data: string): JsonObject => ({ type: "redacted_thinking", data });

export const callStart = ({ id, name }: Pick<ToolCallPart, "id" | "name">, input: JsonObject = {}): JsonObject => ({
	type: "tool_use",
	id: callId(id),
	name,
	input,
});

/** Every signature is another maker's here, for what Anthropic says itself is passed through; also the lack of one is told, so that the thinking is known again. */
export const signatureOf = (proof: Proof, origin: SignatureOrigin | undefined): string => (origin ? wrapSignature(proof, origin) : "");

/** The blocks that say one part. A call's own signature stands in a thinking block before it. */
export function blocksOf(part: AssistantPart, origin: SignatureOrigin | undefined): JsonObject[] {
	switch (part.type) {
		case "text":
		case "refusal":
			return part.text === "" ? [] : [textStart(part.text)];
		case "reasoning": {
			const signature = signatureOf(part, origin);
			return [part.text === "" && part.encrypted !== undefined ? redacted(signature) : thinkingStart(part.text, signature)];
		}
		case "tool-call": {
			const { signature } = part;
			const proof = signature === undefined ? [] : [thinkingStart("", signatureOf({ signature, ofCall: true }, origin))];
			return [
				...proof,
				callStart(
					part,
					argumentsObject(part.arguments, () => undefined),
				),
			];
		}
	}
}
