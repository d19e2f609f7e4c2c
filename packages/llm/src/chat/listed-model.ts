import { defined } from "./json.ts";
import type { JsonObject } from "./request.ts";

/** A model as the gateway offers it; every protocol has its own form of a list. */
export interface ListedModel {
	/** As a client asks for it: `auto`, an alias, or `provider/model`. */
	readonly id: string;
	/** Provider id, or `smart-router` for what the gateway itself offers. */
	readonly owner: string;
	/** Missing where neither the catalog nor the provider tells anything of the model. */
	readonly facts?: ListedFacts;
	/** Instead of `facts` for a model that makes embeddings. */
	readonly embedding?: ListedEmbedding;
}

export interface ListedEmbedding {
	readonly asOf: string;
	/** Tokens of one input. */
	readonly context: number;
	/** Numbers in a vector. */
	readonly dimensions: number;
	/** USD per million tokens. */
	readonly price: { readonly input: number };
}

/** What may be told of a model; what is missing is not known. */
export interface ToldFacts {
	/** Tokens of input. */
	readonly context?: number;
	/** Tokens of output, reasoning included. */
	readonly maxOutput?: number;
	/** USD per million tokens. */
	readonly price?: { readonly input: number; readonly output: number; readonly cacheRead?: number | undefined };
	readonly tools?: boolean;
	readonly images?: boolean;
	readonly pdf?: boolean;
	readonly structuredOutput?: boolean;
	readonly reasons?: boolean;
}

export interface ListedFacts extends ToldFacts {
	/** The day the catalog's facts were collected, `YYYY-MM-DD`; missing where only the provider tells of the model. */
	readonly asOf?: string;
	/** The provider's own list has the model. */
	readonly byProvider?: boolean;
	/** The line of models it belongs to. */
	readonly group?: string;
	/** How reasoning is asked for. */
	readonly reasoning?: "effort" | "budget" | "level" | "none";
}

const priceUnit = "USD per million tokens";

const embeddingExtras = ({ asOf, context, dimensions, price }: ListedEmbedding): JsonObject => ({
	as_of: asOf,
	context_length: context,
	pricing: { unit: priceUnit, input: price.input },
	capabilities: { embeddings: true, dimensions },
});

/** All facts under one name, the same in every protocol's list: none of the vendors has a field for prices, and OpenAI has none for any of them. */
export function listedExtras({ facts, embedding }: ListedModel): JsonObject {
	if (embedding) return { smart_router: embeddingExtras(embedding) };
	return facts ? { smart_router: extras(facts) } : {};
}

function extras({ asOf, byProvider, context, maxOutput, price, ...can }: ListedFacts): JsonObject {
	const { tools, images, pdf, structuredOutput, reasons } = can;
	const capabilities = defined({ tools, images, pdf, structured_output: structuredOutput, reasoning: reasons });
	return defined({
		as_of: asOf,
		listed_by_provider: byProvider,
		context_length: context,
		max_output_tokens: maxOutput,
		pricing: price && defined({ unit: priceUnit, input: price.input, output: price.output, cache_read: price.cacheRead }),
		capabilities: Object.keys(capabilities).length > 0 ? capabilities : undefined,
	});
}
