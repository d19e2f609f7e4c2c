import * as z from "zod";
import { providerIdText } from "../providers/provider-id.schema.ts";

/** One model as `catalog/embeddings.json` holds it: dated data, to be checked against the vendor's page. */
export const embeddingModel = z.strictObject({
	/** Id of a built-in provider. */
	provider: providerIdText,
	id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/),
	/** Tokens of one input. */
	context: z.int().positive(),
	/** Numbers in a vector, unless fewer are asked for. */
	dimensions: z.int().positive(),
	/** USD per million tokens. */
	price: z.strictObject({ input: z.number().positive() }),
});

export const embeddingsFile = z.strictObject({
	/** The day the data was collected. */
	asOf: z.iso.date(),
	priceUnit: z.literal("USD per million tokens"),
	models: z.array(embeddingModel),
});

export type EmbeddingModel = z.infer<typeof embeddingModel>;
