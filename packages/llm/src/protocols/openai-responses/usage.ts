import { numberOf, objectOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";
import type { Usage } from "../../chat/response.ts";

/** Undefined when there is no object or it counts nothing. */
export function parseUsage(value: Json | undefined): Usage | undefined {
	const usage = objectOf(value);
	const input = numberOf(usage?.input_tokens);
	const output = numberOf(usage?.output_tokens);
	if (usage === undefined || (input === undefined && output === undefined)) return undefined;
	const ofInput = objectOf(usage.input_tokens_details);
	return {
		input: input ?? 0,
		output: output ?? 0,
		cachedInput: numberOf(ofInput?.cached_tokens) ?? 0,
		cacheWriteInput: numberOf(ofInput?.cache_write_tokens) ?? 0,
		reasoning: numberOf(objectOf(usage.output_tokens_details)?.reasoning_tokens) ?? 0,
	};
}

export const buildUsage = ({ input, output, cachedInput, cacheWriteInput, reasoning }: Usage): JsonObject => ({
	input_tokens: input,
	input_tokens_details: { cached_tokens: cachedInput, cache_write_tokens: cacheWriteInput },
	output_tokens: output,
	output_tokens_details: { reasoning_tokens: reasoning },
	total_tokens: input + output,
});
