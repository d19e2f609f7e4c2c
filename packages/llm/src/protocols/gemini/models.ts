import type { ListedModel } from "../../chat/listed-model.ts";
import type { JsonObject } from "../../chat/request.ts";

export const buildModel = ({ id, context, maxOutput, reasons }: ListedModel): JsonObject => ({
	name: `models/${id}`,
	displayName: id,
	...(context !== undefined && { inputTokenLimit: context }),
	...(maxOutput !== undefined && { outputTokenLimit: maxOutput }),
	supportedGenerationMethods: ["generateContent", "streamGenerateContent", "countTokens"],
	...(reasons !== undefined && { thinking: reasons }),
});

export const buildModelList = (models: readonly ListedModel[]): JsonObject => ({ models: models.map(buildModel) });
