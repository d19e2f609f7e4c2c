import type { AssistantPart, JsonObject, SignatureOrigin } from "../../chat/request.ts";
import type { ChatResponse, Usage } from "../../chat/response.ts";
import { argumentsObject } from "../calls.ts";
import { type Proof, wrapSignature } from "../wrapped-signature.ts";
import { buildFinishReason } from "./finish-reason.ts";
import { buildUsage } from "./usage.ts";

export function buildResponse(response: ChatResponse, origin?: SignatureOrigin): JsonObject {
	const { id, model, content, finishReason, rawFinishReason, usage } = response;
	const refused = content.some(({ type }) => type === "refusal");
	return buildChunk(
		{ id, model },
		content.flatMap((part) => partsOf(part, origin)),
		{
			finishReason: buildFinishReason(finishReason, rawFinishReason, refused),
			usage,
		},
	);
}

interface End {
	readonly finishReason: string;
	readonly usage: Usage | undefined;
}

/** An answer object, or one piece of a streamed one; `end` stands in the last. Clients take a content without parts for no answer. */
export const buildChunk = ({ id, model }: { id: string; model: string }, parts: JsonObject[], end?: End): JsonObject => ({
	candidates: [
		{
			content: { role: "model", parts: parts.length > 0 ? parts : [{ text: "" }] },
			...(end && { finishReason: end.finishReason }),
			index: 0,
		},
	],
	...(end?.usage && { usageMetadata: buildUsage(end.usage) }),
	modelVersion: model,
	...(id !== "" && { responseId: id }),
});

/** A part of the hub as parts here; a call always carries a signature, so that it is known again as another provider's. */
export function partsOf(part: AssistantPart, origin: SignatureOrigin | undefined): JsonObject[] {
	switch (part.type) {
		case "text":
		case "refusal":
			return part.text === "" ? [] : [{ text: part.text }];
		case "reasoning":
			return [{ text: part.text, thought: true, ...(isProven(part) && signed(part, origin)) }];
		case "tool-call": {
			const { id, name, signature } = part;
			const functionCall = { id, name, args: argumentsObject(part.arguments, () => undefined) };
			return [{ functionCall, ...signed(signature === undefined ? {} : { signature }, origin) }];
		}
	}
}

export const isProven = ({ signature, encrypted }: Proof): boolean => signature !== undefined || encrypted !== undefined;

function signed(proof: Proof, origin: SignatureOrigin | undefined): JsonObject {
	const thoughtSignature = origin ? wrapSignature(proof, origin) : "";
	return thoughtSignature === "" ? {} : { thoughtSignature };
}
