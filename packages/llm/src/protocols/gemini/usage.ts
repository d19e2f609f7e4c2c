import { numberOf, objectOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";
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

/** Thoughts are taken out of the output again; the prompt holds what was cached. */
export const buildUsage = ({ input, output, cachedInput, reasoning }: Usage): JsonObject => ({
	promptTokenCount: input,
	...(cachedInput > 0 && { cachedContentTokenCount: cachedInput }),
	candidatesTokenCount: Math.max(0, output - reasoning),
	...(reasoning > 0 && { thoughtsTokenCount: reasoning }),
	totalTokenCount: input + output,
});
