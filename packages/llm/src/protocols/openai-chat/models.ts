import type { ListedModel } from "../../chat/listed-model.ts";
import type { JsonObject } from "../../chat/request.ts";

/** The catalogs carry no time of creation. */
export const buildModel = ({ id, owner }: ListedModel): JsonObject => ({ id, object: "model", created: 0, owned_by: owner });

export const buildModelList = (models: readonly ListedModel[]): JsonObject => ({ object: "list", data: models.map(buildModel) });
