import data from "../../catalog/models.json" with { type: "json" };
import type { ModelFacts } from "../protocols/protocol.ts";
import type { CatalogModel } from "./catalog.schema.ts";

export { nearMatches } from "./near-matches.ts";

/** Checked against its schema by a test instead of at every cold start: the file is part of the build and nobody else can change it. */
const models = data.models as readonly CatalogModel[];

/** The day the data was collected, `YYYY-MM-DD`. */
export const catalogDate: string = data.asOf;

const byName = new Map(models.map((model) => [`${model.provider}/${model.id}`, model]));

/** Vendors pin a model by a date behind its id: `claude-haiku-4-5-20251001`, `gpt-5.4-2026-03-05`. */
const pinned = /-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;

/** The id of a model without the date that pins it. */
export const undated = (id: string): string => id.replace(pinned, "");

/** A model of a built-in provider, also when its id is pinned to a date. */
export const findModel = (provider: string, id: string): CatalogModel | undefined =>
	byName.get(`${provider}/${id}`) ?? byName.get(`${provider}/${undated(id)}`);

/** The provider's models, the strongest line first. */
export const modelsOf = (provider: string): readonly CatalogModel[] => models.filter((model) => model.provider === provider);

const byBareId = new Map(models.toReversed().map((model) => [model.id, model]));

/** A model by its id alone, also when that is pinned to a date; of several providers' the first. */
export const findAnywhere = (bareId: string): CatalogModel | undefined => byBareId.get(bareId) ?? byBareId.get(undated(bareId));

/** Ids of the providers whose catalog has this model. */
export const providersOf = (bareId: string): readonly string[] => [
	...new Set(models.map(({ provider }) => provider).filter((provider) => findModel(provider, bareId) !== undefined)),
];

/** What protocols need to know to build a request; only the id where the catalog does not know the model. */
export function modelFacts(provider: string, id: string): ModelFacts {
	const model = findModel(provider, id);
	if (model === undefined) return { id };
	const { maxOutput, sampling, reasoning, structuredOutput } = model;
	return { id, maxOutputTokens: maxOutput, sampling, reasoning, structuredOutput };
}
