import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import type { RuntimeDeps } from "../runtime.ts";
import { plannableProviders, sandboxProvider } from "./plan.ts";

/** A model as OpenAI's list has it. */
export interface ListedModel {
	readonly id: string;
	readonly object: "model";
	/** The catalogs carry no such time. */
	readonly created: 0;
	readonly owned_by: string;
}

const listed = (id: string, owner: string): ListedModel => ({ id, object: "model", created: 0, owned_by: owner });

/** What this key can ask for now: `auto`, the admin's aliases, and `provider/model` of every linked provider. */
export async function listModels(deps: RuntimeDeps, principal: Principal): Promise<ListedModel[]> {
	const [rules, providers] = await Promise.all([deps.routing.get(principal.workspace), plannableProviders(deps, principal.workspace)]);
	const linked = providers.filter((entry) => entry.linked && (principal.providers?.includes(entry.provider.id) ?? true));
	const real = linked.filter(({ provider }) => provider.id !== sandboxProvider);
	const served = (real.length > 0 ? real : linked).flatMap(({ provider, models }) =>
		models
			.filter((model) => principal.models?.some((name) => name === model || name === `${provider.id}/${model}`) ?? true)
			.map((model) => listed(`${provider.id}/${model}`, provider.id)),
	);
	return [listed("auto", "smart-router"), ...Object.keys(rules.aliases).map((name) => listed(name, "smart-router")), ...served];
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
