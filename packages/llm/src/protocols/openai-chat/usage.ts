import { numberOf, objectOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";
import type { Usage } from "../../chat/response.ts";

/** Undefined when there is no object or it counts nothing. DeepSeek names cached input outside the details. */
export function parseUsage(value: Json | undefined): Usage | undefined {
	const usage = objectOf(value);
	const input = numberOf(usage?.prompt_tokens);
	const completion = numberOf(usage?.completion_tokens);
	if (usage === undefined || (input === undefined && completion === undefined)) return undefined;
	const ofInput = objectOf(usage.prompt_tokens_details);
	const ofOutput = objectOf(usage.completion_tokens_details);
	const reasoning = numberOf(ofOutput?.reasoning_tokens) ?? 0;
	const counted = { input: input ?? 0, output: completion ?? 0 };
	return {
		input: counted.input,
		output: excludesReasoning(counted, reasoning, numberOf(usage.total_tokens)) ? counted.output + reasoning : counted.output,
		cachedInput: numberOf(ofInput?.cached_tokens) ?? numberOf(usage.prompt_cache_hit_tokens) ?? 0,
		cacheWriteInput: numberOf(ofInput?.cache_write_tokens) ?? 0,
		reasoning,
	};
}

/** xAI counts reasoning beside `completion_tokens`, not in it: only the total shows it. */
const excludesReasoning = ({ input, output }: { input: number; output: number }, reasoning: number, total: number | undefined): boolean =>
	reasoning > 0 && total === input + output + reasoning;

export const buildUsage = ({ input, output, cachedInput, cacheWriteInput, reasoning }: Usage): JsonObject => ({
	prompt_tokens: input,
	completion_tokens: output,
	total_tokens: input + output,
	prompt_tokens_details: { cached_tokens: cachedInput, cache_write_tokens: cacheWriteInput },
	completion_tokens_details: { reasoning_tokens: reasoning },
});
