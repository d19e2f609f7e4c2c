import type { ListedModel } from "../../chat/listed-model.ts";
import type { JsonObject } from "../../chat/request.ts";

/** The catalogs carry no time of creation, but the field is one that the SDKs promise. */
export const buildModel = ({ id, context, maxOutput }: ListedModel): JsonObject => ({
	type: "model",
	id,
	display_name: id,
	created_at: "1970-01-01T00:00:00Z",
	...(context !== undefined && { max_input_tokens: context }),
	...(maxOutput !== undefined && { max_tokens: maxOutput }),
});

/** One page: the whole list. */
export const buildModelList = (models: readonly ListedModel[]): JsonObject => ({
	data: models.map(buildModel),
	has_more: false,
	first_id: models[0]?.id ?? null,
	last_id: models.at(-1)?.id ?? null,
});
