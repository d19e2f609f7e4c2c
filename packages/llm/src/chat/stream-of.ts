import { defined } from "./json.ts";
import type { AssistantPart } from "./request.ts";
import type { ChatResponse } from "./response.ts";
import type { StreamPart } from "./stream-part.ts";

/** A whole answer as the parts of a stream: what a client that asked for one gets from a provider that does not stream. */
export function streamOf(response: ChatResponse): StreamPart[] {
	const { id, model, created, content, usage, finishReason: reason, rawFinishReason: raw, stopSequence } = response;
	return [
		defined({ type: "start" as const, id, model, created: created || undefined }),
		...contentParts(content, 0),
		...(usage ? [{ type: "usage" as const, usage }] : []),
		defined({ type: "finish" as const, reason, raw, stopSequence }),
	];
}

/** @param firstCall the index of the first tool call among those of the answer */
export function contentParts(content: readonly AssistantPart[], firstCall: number): StreamPart[] {
	let calls = firstCall;
	return content.flatMap((part) => partsOf(part, part.type === "tool-call" ? calls++ : calls));
}

function partsOf(part: AssistantPart, index: number): StreamPart[] {
	switch (part.type) {
		case "text":
			return part.text === "" ? [] : [{ type: "text-delta", text: part.text }];
		case "refusal":
			return part.text === "" ? [] : [{ type: "refusal-delta", text: part.text }];
		case "reasoning": {
			const { text, signature, encrypted, id } = part;
			return [
				...(text === "" ? [] : [{ type: "reasoning-delta" as const, text }]),
				defined({ type: "reasoning-signature" as const, signature, encrypted, id }),
			];
		}
		case "tool-call": {
			const { id, name, signature } = part;
			return [
				defined({ type: "tool-call-start" as const, index, id, name, signature }),
				...(part.arguments === "" ? [] : [{ type: "tool-call-delta" as const, index, arguments: part.arguments }]),
				{ type: "tool-call-end", index },
			];
		}
	}
}
