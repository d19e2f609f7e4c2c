import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { autoProfiles } from "@smart-router/core/routing/auto.ts";
import { linkedProviders } from "@smart-router/core/routing/auto-order.ts";
import { type PlanInput, type PlannableProvider, plan } from "@smart-router/core/routing/plan.ts";
import { catalogDate, findModel } from "@smart-router/llm/catalog/catalog.ts";
import type { ListedFacts, ListedModel } from "@smart-router/llm/chat/listed-model.ts";
import { embeddingsDate, findEmbeddingModel } from "@smart-router/llm/embeddings/catalog.ts";
import type { ProviderModel } from "@smart-router/llm/providers/listed-models.ts";
import type { RuntimeDeps } from "../runtime.ts";
import { planFacts } from "./plan.ts";

const offered = (id: string): ListedModel => ({ id, owner: "smart-router" });

/** What the catalog says of a model, with what its provider says today; undefined when neither knows it. */
function factsOf(provider: string, model: string, told: ProviderModel | undefined): ListedFacts | undefined {
	const known = findModel(provider, model);
	const says = told !== undefined && Object.keys(told.facts).length > 0;
	if (!known && !says) return undefined;
	return {
		...(known && { ...known, asOf: catalogDate, reasons: known.reasoning !== "none" }),
		...told?.facts,
		...(says && { byProvider: true }),
	};
}

function served(provider: string, model: string, told: ProviderModel | undefined): ListedModel {
	const facts = factsOf(provider, model, told);
	const embedding = findEmbeddingModel(provider, model);
	return {
		id: `${provider}/${model}`,
		owner: provider,
		...(facts && !embedding && { facts }),
		...(embedding && { embedding: { ...embedding, asOf: embeddingsDate } }),
	};
}

/** The models known here, and those that only the provider's list has: all of a custom provider without a list of the admin's, else those it tells something of. */
function modelsAt({ provider, models }: PlannableProvider, told: readonly ProviderModel[]): readonly ListedModel[] {
	// A vendor may list a model by a dated id alone.
	const undated = told.map((model) => [findModel(provider.id, model.id)?.id ?? model.id, model] as const);
	const byId = new Map([...undated, ...told.map((model) => [model.id, model] as const)]);
	const known = new Set(models);
	const closed = provider.custom && provider.models.length > 0;
	const more = told.filter(({ id, facts }) => !closed && !known.has(id) && (provider.custom || Object.keys(facts).length > 0));
	return [...models, ...more.map(({ id }) => id)].map((id) => served(provider.id, id, byId.get(id)));
}

/** What this key can ask for now: `auto`, the admin's aliases, and `provider/model` of every linked provider, within the key's limits. */
export async function listModels(deps: RuntimeDeps, principal: Principal): Promise<ListedModel[]> {
	const facts = await planFacts(deps, principal);
	const offering = linkedProviders({ providers: facts.providers.filter(({ provider }) => reaches(principal, provider.id)) });
	const told = await Promise.all(offering.map(({ provider }) => deps.listedModels.of(principal.workspace, provider)));
	const models = offering.flatMap((one, at) => modelsAt(one, told[at] ?? [])).filter(({ id }) => mayAskFor(principal, id));
	const aliases = Object.keys(facts.rules.aliases).filter((name) => leadsSomewhere({ ...facts, model: name }));
	const profiles = [...autoProfiles(facts.rules).keys()].map((name) => `auto:${name}`);
	return [offered("auto"), ...profiles.map(offered), ...aliases.map(offered), ...models];
}

/** The key names the model, bare or with its provider, or names none. */
const mayAskFor = ({ models }: Principal, id: string): boolean =>
	models?.some((name) => name === id || name === id.slice(id.indexOf("/") + 1)) ?? true;

/** The key allows the provider, and an account of it. */
const reaches = ({ providers, profiles }: Principal, provider: string): boolean =>
	(providers?.includes(provider) ?? true) && (profiles?.some((profile) => profile.startsWith(`${provider}:`)) ?? true);

function leadsSomewhere(input: PlanInput): boolean {
	try {
		return plan(input).targets.length > 0;
	} catch (error) {
		if (error instanceof GatewayError) return false;
		throw error;
	}
}

/** One of them, by its id or its bare model id. Throws `GatewayError` model_not_found. */
export async function getModel(deps: RuntimeDeps, principal: Principal, id: string): Promise<ListedModel> {
	const models = await listModels(deps, principal);
	const found = models.find((model) => model.id === id) ?? models.find((model) => model.id.endsWith(`/${id}`));
	if (found) return found;
	throw new GatewayError("model_not_found", `The model \`${id.slice(0, 200)}\` is not known here.`, {
		param: "model",
		hint: "Ask GET /v1/models for the list.",
	});
}
