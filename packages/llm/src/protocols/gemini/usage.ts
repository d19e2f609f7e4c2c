import { numberOf, objectOf } from "../../chat/json.ts";
import type { Json } from "../../chat/request.ts";
import type { Usage } from "../../chat/response.ts";

/** Gemini counts thoughts apart from the candidates and tool prompts apart from the prompt. Undefined when there is no count. */
export function usageOf(value: Json | undefined): Usage | undefined {
	const usage = objectOf(value);
	const prompt = numberOf(usage?.promptTokenCount);
	const candidates = numberOf(usage?.candidatesTokenCount);
	if (usage === undefined || (prompt === undefined && candidates === undefined)) return undefined;
	const reasoning = numberOf(usage.thoughtsTokenCount) ?? 0;
	return {
		input: (prompt ?? 0) + (numberOf(usage.toolUsePromptTokenCount) ?? 0),
		output: (candidates ?? 0) + reasoning,
		cachedInput: numberOf(usage.cachedContentTokenCount) ?? 0,
		cacheWriteInput: 0,
		reasoning,
	};
}
