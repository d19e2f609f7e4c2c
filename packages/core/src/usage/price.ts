import { findModel } from "@smart-router/llm/catalog/catalog.ts";
import { findEmbeddingModel } from "@smart-router/llm/embeddings/catalog.ts";
import type { Price } from "./cost.ts";

/** What the catalog knows of a model's price; undefined for models that it does not have, such as those of custom providers. */
export const priceOf = (provider: string, model: string): Price | undefined =>
	findModel(provider, model)?.price ?? findEmbeddingModel(provider, model)?.price;
