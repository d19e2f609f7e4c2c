import type { Usage } from "@smart-router/llm/chat/response.ts";

/** USD per million tokens; what is missing is not known. */
export interface Price {
	readonly input: number;
	readonly output?: number;
	readonly cacheRead?: number | undefined;
	readonly cacheWrite?: number | undefined;
}

export interface Cost {
	/** Billionths of a USD, whole. */
	readonly nanoUsd: number;
	/** Counts or prices were not the provider's own. */
	readonly estimated: boolean;
}

/** One USD per million tokens is 1,000 nano-USD a token. */
const nanoPerToken = 1000;

/**
 * What the provider's counts cost at a price. Cached and cache-write tokens are parts of the input, each with a price of its own; where that is not
 * known they cost as much as other input, and the cost is marked as estimated. Reasoning is part of the output.
 */
export function costOf({ input, output, cachedInput, cacheWriteInput, estimated = false }: Usage, price: Price): Cost {
	const plain = Math.max(0, input - cachedInput - cacheWriteInput);
	const usdPerMillion =
		plain * price.input +
		cachedInput * (price.cacheRead ?? price.input) +
		cacheWriteInput * (price.cacheWrite ?? price.input) +
		output * (price.output ?? 0);
	const guessed = (cachedInput > 0 && price.cacheRead === undefined) || (cacheWriteInput > 0 && price.cacheWrite === undefined);
	return { nanoUsd: Math.round(usdPerMillion * nanoPerToken), estimated: estimated || guessed };
}

export const usdOf = (nanoUsd: number): number => nanoUsd / 1e9;
