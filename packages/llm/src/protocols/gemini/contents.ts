import type { AssistantPart, JsonObject, UserPart } from "../../chat/request.ts";
import { argumentsObject } from "../calls.ts";
import type { Warn } from "../loss.ts";
import type { ModelFacts } from "../protocol.ts";
import type { AssistantTurn, CallResult, Turn, UserTurn } from "../turns.ts";
import { isGemini3 } from "./generation.ts";
import { mediaPart } from "./media.ts";
import { currentTurnStart, signatureOf } from "./signature.ts";
import { historyName } from "./tools.ts";

/** Turns to `contents`: all results of one turn's calls stand in one content, in the order of the calls. */
export function contentsOf(turns: readonly Turn[], model: ModelFacts, warn: Warn): JsonObject[] {
	const current = currentTurnStart(turns);
	return turns.map((turn, index) =>
		turn.role === "user"
			? { role: "user", parts: userParts(turn, model) }
			: { role: "model", parts: modelParts(turn, index >= current, model, warn) },
	);
}

function userParts(turn: UserTurn, model: ModelFacts): JsonObject[] {
	const beside = isGemini3(model) ? [] : turn.results.flatMap(({ content }) => mediaIn(content));
	return [...turn.results.map((result) => responsePart(result, model)), ...beside, ...turn.parts.map(userPart)];
}

const userPart = (part: UserPart): JsonObject => (part.type === "text" ? { text: part.text } : mediaPart(part));

const mediaIn = (content: CallResult["content"]): JsonObject[] =>
	content.flatMap((part) => (part.type === "text" ? [] : [mediaPart(part)]));

/** The response must be an object, so the text is wrapped. Media stand inside it from Gemini 3 on, beside it before. */
function responsePart({ id, name, content, isError }: CallResult, model: ModelFacts): JsonObject {
	const text = content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
	const media = isGemini3(model) ? mediaIn(content) : [];
	return {
		functionResponse: {
			id,
			name: historyName(name),
			response: isError ? { error: text } : { result: text },
			...(media.length > 0 && { parts: media }),
		},
	};
}

/** Of parallel calls only the first carries a signature. */
function modelParts(turn: AssistantTurn, isCurrent: boolean, model: ModelFacts, warn: Warn): JsonObject[] {
	const firstCall = turn.parts.find((part) => part.type === "tool-call");
	return turn.parts.map((part) => modelPart(part, isCurrent && part === firstCall, model, warn));
}

function modelPart(part: AssistantPart, needsSignature: boolean, model: ModelFacts, warn: Warn): JsonObject {
	switch (part.type) {
		case "text":
		case "refusal":
			return { text: part.text };
		case "reasoning":
			return { text: part.text, ...(part.text !== "" && { thought: true }), ...signed(part.signature) };
		case "tool-call": {
			const functionCall = { id: part.id, name: historyName(part.name), args: argumentsObject(part.arguments, warn) };
			return { functionCall, ...signed(signatureOf(part, needsSignature, model)) };
		}
	}
}

const signed = (thoughtSignature: string | undefined): JsonObject => (thoughtSignature === undefined ? {} : { thoughtSignature });
