import data from "../../catalog/embeddings.json" with { type: "json" };
import type { EmbeddingModel } from "./catalog.schema.ts";

const models: readonly EmbeddingModel[] = data.models;

/** The day the data was collected, `YYYY-MM-DD`. */
export const embeddingsDate: string = data.asOf;

export const findEmbeddingModel = (provider: string, id: string): EmbeddingModel | undefined =>
	models.find((model) => model.provider === provider && model.id === id);

/** The provider's embedding models, the usual one first. */
export const embeddingModelsOf = (provider: string): readonly EmbeddingModel[] => models.filter((model) => model.provider === provider);

/** Where `auto` asks for embeddings: the usual model of each provider that has any, as `provider/model`. */
export const defaultEmbeddings: readonly string[] = [...new Set(models.map(({ provider }) => provider))].flatMap((provider) =>
	embeddingModelsOf(provider)
		.slice(0, 1)
		.map(({ id }) => `${provider}/${id}`),
);
