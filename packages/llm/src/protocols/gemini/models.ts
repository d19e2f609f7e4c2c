import { defined } from "../../chat/json.ts";
import { type ListedModel, listedExtras } from "../../chat/listed-model.ts";
import type { JsonObject } from "../../chat/request.ts";

export const buildModel = (model: ListedModel): JsonObject => {
	const { id, facts, embedding } = model;
	return {
		name: `models/${id}`,
		displayName: id,
		...(facts && defined({ inputTokenLimit: facts.context, outputTokenLimit: facts.maxOutput, thinking: facts.reasons })),
		...(embedding && { inputTokenLimit: embedding.context }),
		supportedGenerationMethods: embedding
			? ["embedContent", "batchEmbedContents"]
			: ["generateContent", "streamGenerateContent", "countTokens"],
		...listedExtras(model),
	};
};

export const buildModelList = (models: readonly ListedModel[]): JsonObject => ({ models: models.map(buildModel) });
