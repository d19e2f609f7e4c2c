import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { findModel } from "@smart-router/llm/catalog/catalog.ts";
import type { ListedModel } from "@smart-router/llm/chat/listed-model.ts";
import type { RuntimeDeps } from "../runtime.ts";
import { plannableProviders, sandboxProvider } from "./plan.ts";

const offered = (id: string): ListedModel => ({ id, owner: "smart-router" });

function served(provider: string, model: string): ListedModel {
	const known = findModel(provider, model);
	const facts = known && { context: known.context, maxOutput: known.maxOutput, reasons: known.reasoning !== "none" };
	return { id: `${provider}/${model}`, owner: provider, ...facts };
}

/** What this key can ask for now: `auto`, the admin's aliases, and `provider/model` of every linked provider. */
export async function listModels(deps: RuntimeDeps, principal: Principal): Promise<ListedModel[]> {
	const [rules, providers] = await Promise.all([deps.routing.get(principal.workspace), plannableProviders(deps, principal.workspace)]);
	const linked = providers.filter((entry) => entry.linked && (principal.providers?.includes(entry.provider.id) ?? true));
	const real = linked.filter(({ provider }) => provider.id !== sandboxProvider);
	const models = (real.length > 0 ? real : linked).flatMap(({ provider, models }) =>
		models
			.filter((model) => principal.models?.some((name) => name === model || name === `${provider.id}/${model}`) ?? true)
			.map((model) => served(provider.id, model)),
	);
	return [offered("auto"), ...Object.keys(rules.aliases).map(offered), ...models];
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
