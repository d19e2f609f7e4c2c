import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { type PlanInput, plan } from "@smart-router/core/routing/plan.ts";
import { catalogDate, findModel } from "@smart-router/llm/catalog/catalog.ts";
import type { ListedModel } from "@smart-router/llm/chat/listed-model.ts";
import { embeddingsDate, findEmbeddingModel } from "@smart-router/llm/embeddings/catalog.ts";
import type { RuntimeDeps } from "../runtime.ts";
import { planFacts } from "./plan.ts";

const offered = (id: string): ListedModel => ({ id, owner: "smart-router" });

function served(provider: string, model: string): ListedModel {
	const facts = findModel(provider, model);
	const embedding = findEmbeddingModel(provider, model);
	return {
		id: `${provider}/${model}`,
		owner: provider,
		...(facts && { facts: { ...facts, asOf: catalogDate } }),
		...(embedding && { embedding: { ...embedding, asOf: embeddingsDate } }),
	};
}

/** What this key can ask for now: `auto`, the admin's aliases, and `provider/model` of every linked provider, within the key's limits. */
export async function listModels(deps: RuntimeDeps, principal: Principal): Promise<ListedModel[]> {
	const facts = await planFacts(deps, principal);
	const linked = facts.providers.filter(({ provider, linked }) => linked && reaches(principal, provider.id));
	const real = linked.filter(({ provider }) => provider.id !== facts.sandbox);
	const models = (real.length > 0 ? real : linked).flatMap(({ provider, models }) =>
		models
			.filter((model) => principal.models?.some((name) => name === model || name === `${provider.id}/${model}`) ?? true)
			.map((model) => served(provider.id, model)),
	);
	const aliases = Object.keys(facts.rules.aliases).filter((name) => leadsSomewhere({ ...facts, model: name }));
	return [offered("auto"), ...aliases.map(offered), ...models];
}

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
