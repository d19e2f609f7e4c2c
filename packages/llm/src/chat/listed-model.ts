import type { JsonObject } from "./request.ts";

/** A model as the gateway offers it; every protocol has its own form of a list. */
export interface ListedModel {
	/** As a client asks for it: `auto`, an alias, or `provider/model`. */
	readonly id: string;
	/** Provider id, or `smart-router` for what the gateway itself offers. */
	readonly owner: string;
	/** Missing where the catalog does not know the model. */
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

/** What the catalog says of a model. */
export interface ListedFacts {
	/** The day the facts were collected, `YYYY-MM-DD`. */
	readonly asOf: string;
	/** The line of models it belongs to. */
	readonly group: string;
	/** Tokens of input. */
	readonly context: number;
	/** Tokens of output, reasoning included. */
	readonly maxOutput: number;
	/** USD per million tokens. */
	readonly price: { readonly input: number; readonly output: number; readonly cacheRead?: number | undefined };
	readonly tools: boolean;
	readonly images: boolean;
	readonly pdf: boolean;
	readonly structuredOutput: boolean;
	/** How reasoning is asked for. */
	readonly reasoning: "effort" | "budget" | "level" | "none";
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
	if (!facts) return {};
	const { asOf, context, maxOutput, price, tools, images, pdf, structuredOutput, reasoning } = facts;
	return {
		smart_router: {
			as_of: asOf,
			context_length: context,
			max_output_tokens: maxOutput,
			pricing: {
				unit: priceUnit,
				input: price.input,
				output: price.output,
				...(price.cacheRead !== undefined && { cache_read: price.cacheRead }),
			},
			capabilities: { tools, images, pdf, structured_output: structuredOutput, reasoning: reasoning !== "none" },
		},
	};
}
