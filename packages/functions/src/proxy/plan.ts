import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { defaultAuto } from "@smart-router/core/routing/default-auto.ts";
import { type PlannableProvider, plan } from "@smart-router/core/routing/plan.ts";
import type { Plan } from "@smart-router/core/routing/target.ts";
import { modelsOf } from "@smart-router/llm/catalog/catalog.ts";
import type { RuntimeDeps } from "../runtime.ts";

/** The simulated provider of the local server. */
export const sandboxProvider = "sandbox";

/** The providers of a workspace with the models known to be served there. */
export async function plannableProviders(deps: RuntimeDeps, workspace: string): Promise<PlannableProvider[]> {
	const [providers, linked] = await Promise.all([deps.providers.get(workspace), deps.linked.get(workspace)]);
	return providers.map((provider) => {
		const told = linked.get(provider.id);
		const models = new Set([...modelsOf(provider.id).map(({ id }) => id), ...provider.models, ...(told ?? [])]);
		return { provider, linked: told !== undefined, models: [...models] };
	});
}

/** The plan of a request; asked again with fresh facts before a refusal, because what was linked a moment ago must count. */
export async function planFor(deps: RuntimeDeps, principal: Principal, model: string): Promise<Plan> {
	try {
		return await planNow(deps, principal, model);
	} catch (error) {
		if (!(error instanceof GatewayError) || error.code === "permission_denied") throw error;
		deps.linked.forget(principal.workspace);
		deps.providers.forget(principal.workspace);
		return planNow(deps, principal, model);
	}
}

async function planNow(deps: RuntimeDeps, { workspace, providers, models }: Principal, model: string): Promise<Plan> {
	return plan({
		model,
		rules: await deps.routing.get(workspace),
		providers: await plannableProviders(deps, workspace),
		allowed: { providers, models },
		defaultAuto,
		sandbox: sandboxProvider,
	});
}
