import type { ReasoningPart, SignatureOrigin, ToolCallPart } from "../../chat/request.ts";
import type { ModelFacts } from "../protocol.ts";
import type { Turn } from "../turns.ts";
import { isGemini3 } from "./generation.ts";

/**
 * Stands where a call's signature is lost; base64, because the field is one of bytes.
 * https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export const sentinel = Buffer.from("skip_thought_signature_validator").toString("base64");

/** A signature is good only for the route and the model that made it. */
const isOwn = (origin: SignatureOrigin | undefined, model: ModelFacts): boolean =>
	origin?.provider === (model.provider ?? "gemini") && (origin.model === undefined || origin.model === model.id);

export const ownReasoning =
	(model: ModelFacts) =>
	({ origin, signature }: ReasoningPart): boolean =>
		isOwn(origin, model) && signature !== undefined;

/** The first turn after the user last spoke: from there on Gemini 3 wants a signature on each step's first call. */
export const currentTurnStart = (turns: readonly Turn[]): number =>
	turns.findLastIndex((turn) => turn.role === "user" && (turn.parts.length > 0 || turn.results.length === 0)) + 1;

/** The signature a call is sent with. */
export function signatureOf(call: ToolCallPart, needed: boolean, model: ModelFacts): string | undefined {
	const own = call.origin === undefined || isOwn(call.origin, model) ? call.signature : undefined;
	return own ?? (needed && isGemini3(model) ? sentinel : undefined);
}
