import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { defaultAuto } from "@smart-router/core/routing/default-auto.ts";
import type { Linked } from "@smart-router/core/routing/linked.ts";
import { type PlanInput, type PlannableProvider, plan } from "@smart-router/core/routing/plan.ts";
import type { Plan } from "@smart-router/core/routing/target.ts";
import { modelsOf } from "@smart-router/llm/catalog/catalog.ts";
import { embeddingModelsOf } from "@smart-router/llm/embeddings/catalog.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import type { RuntimeDeps } from "../runtime.ts";

/** The simulated provider of the local server. */
export const sandboxProvider = "sandbox";

/** The providers of a workspace with the models known to be served there. */
export async function plannableProviders(deps: RuntimeDeps, workspace: string): Promise<readonly PlannableProvider[]> {
	const [providers, linked] = await Promise.all([deps.providers.get(workspace), deps.linked.get(workspace)]);
	const made = plannable.get(linked);
	if (made?.of === providers) return made.list;
	const list = providers.map((provider) => {
		const told = linked.get(provider.id);
		const models = new Set([...catalogIds(provider.id), ...provider.models, ...(told ?? [])]);
		return { provider, linked: told !== undefined, models: [...models] };
	});
	plannable.set(linked, { of: providers, list });
	return list;
}

const catalogIds = (provider: string): string[] => [...modelsOf(provider), ...embeddingModelsOf(provider)].map(({ id }) => id);

/** Made once for the facts it is made of, which are cached themselves: a request should not pay for the whole catalog. */
const plannable = new WeakMap<Linked, { readonly of: readonly Provider[]; readonly list: readonly PlannableProvider[] }>();

/**
 * The plan of a request; asked again with fresh facts before a refusal, because what was linked a moment ago must count.
 *
 * @param auto the order of `auto` where it is not that of chats
 */
export async function planFor(deps: RuntimeDeps, principal: Principal, model: string, auto?: readonly string[]): Promise<Plan> {
	try {
		return await planNow(deps, principal, model, auto);
	} catch (error) {
		if (!(error instanceof GatewayError) || error.code === "permission_denied") throw error;
		deps.linked.forget(principal.workspace);
		deps.providers.forget(principal.workspace);
		return planNow(deps, principal, model, auto);
	}
}

async function planNow(deps: RuntimeDeps, principal: Principal, model: string, auto?: readonly string[]): Promise<Plan> {
	const facts = await planFacts(deps, principal);
	return plan({ model, ...facts, ...(auto && { defaultAuto: auto, rules: { ...facts.rules, auto: [] } }) });
}

/** All that decides where a request of this caller may go. */
export async function planFacts(deps: RuntimeDeps, { workspace, providers, models }: Principal): Promise<Omit<PlanInput, "model">> {
	return {
		rules: await deps.routing.get(workspace),
		providers: await plannableProviders(deps, workspace),
		allowed: { providers, models },
		defaultAuto,
		sandbox: sandboxProvider,
	};
}
