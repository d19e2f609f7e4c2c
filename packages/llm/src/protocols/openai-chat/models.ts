import { type ListedModel, listedExtras } from "../../chat/listed-model.ts";
import type { JsonObject } from "../../chat/request.ts";

/** The catalogs carry no time of creation. */
export const buildModel = (model: ListedModel): JsonObject => ({
	id: model.id,
	object: "model",
	created: 0,
	owned_by: model.owner,
	...listedExtras(model),
});

export const buildModelList = (models: readonly ListedModel[]): JsonObject => ({ object: "list", data: models.map(buildModel) });
