import { arrayOf, objectOf, stringOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";

/** What the gateway reads of an answer or of one chunk of it. */
export interface Answer {
	readonly parts: readonly JsonObject[];
	/** Why the model stopped, or why the prompt was blocked. */
	readonly finish: string | undefined;
	readonly blocked: boolean;
	/** Google's words about the finish. */
	readonly finishMessage: string | undefined;
}

/** Reads the first candidate: the gateway asks for no more. */
export function answerIn(body: JsonObject): Answer {
	const candidate = objectOf(arrayOf(body.candidates)[0]);
	const parts = arrayOf(objectOf(candidate?.content)?.parts)
		.map(objectOf)
		.filter((part) => part !== undefined);
	const blockReason = stringOf(objectOf(body.promptFeedback)?.blockReason);
	return {
		parts,
		finish: stringOf(candidate?.finishReason) ?? blockReason,
		blocked: candidate === undefined && blockReason !== undefined,
		finishMessage: stringOf(candidate?.finishMessage),
	};
}

/** Google often sends no ids: the answer's own id and the place make one that is the same whenever the answer is read. */
export function callIdOf(call: JsonObject, responseId: string, index: number): string {
	return stringOf(call.id) || `call_${responseId === "" ? "" : `${responseId}_`}${index}`;
}

export const argumentsOf = (args: Json | undefined): string => JSON.stringify(args ?? {});
