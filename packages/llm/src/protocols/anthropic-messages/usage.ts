import { numberOf, objectOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";
import { noUsage, type Usage } from "../../chat/response.ts";

/** Anthropic counts cached and newly cached input apart from `input_tokens`; the hub's input is the sum. Undefined when there is no count. */
export function usageOf(value: Json | undefined): Usage | undefined {
	const usage = objectOf(value);
	const output = numberOf(usage?.output_tokens);
	const input = numberOf(usage?.input_tokens);
	if (usage === undefined || (input === undefined && output === undefined)) return undefined;
	const cachedInput = numberOf(usage.cache_read_input_tokens) ?? 0;
	const cacheWriteInput = numberOf(usage.cache_creation_input_tokens) ?? 0;
	return {
		input: (input ?? 0) + cachedInput + cacheWriteInput,
		output: output ?? 0,
		cachedInput,
		cacheWriteInput,
		reasoning: numberOf(objectOf(usage.output_tokens_details)?.thinking_tokens) ?? 0,
	};
}

/** Counts of a stream are cumulative and not all repeated: the last of each that is not null holds. */
export function laterUsage(earlier: JsonObject, later: Json | undefined): JsonObject {
	const told = Object.entries(objectOf(later) ?? {}).filter(([, count]) => count !== null);
	return { ...earlier, ...Object.fromEntries(told) };
}

/** The hub's sums taken apart again; the SDKs expect the counts also when there are none. */
export const buildUsage = ({ input, output, cachedInput, cacheWriteInput, reasoning }: Usage = noUsage): JsonObject => ({
	input_tokens: Math.max(0, input - cachedInput - cacheWriteInput),
	cache_creation_input_tokens: cacheWriteInput,
	cache_read_input_tokens: cachedInput,
	output_tokens: output,
	output_tokens_details: { thinking_tokens: reasoning },
});
