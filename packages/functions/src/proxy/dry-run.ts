import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { affordable } from "@smart-router/core/forward/affordable.ts";
import { assess } from "@smart-router/core/routing/assessment.ts";
import { plan } from "@smart-router/core/routing/plan.ts";
import type { RoutedPlan, RouteInput } from "@smart-router/core/routing/route.schema.ts";
import { InvalidRequest } from "@smart-router/llm/protocols/protocol.ts";
import { clientProtocol } from "@smart-router/llm/protocols/registry.ts";
import { type PlanDeps, planFacts } from "./plan.ts";

/** Where a chat of this caller would go now, and why. Reads, claims nothing, sends nothing and keeps nothing. Throws `GatewayError` as a request would. */
export async function dryRun(deps: PlanDeps, principal: Principal, { tier: forced, ...body }: RouteInput): Promise<RoutedPlan> {
	for (const cache of [deps.linked, deps.providers, deps.routing]) cache.forget(principal.workspace);
	const chat = parse(body);
	const facts = await planFacts(deps, principal);
	const assessed = () => assess(chat, { pinned: false, ...(forced && { forced }) });
	const planned = plan({ model: chat.model, ...facts, assess: assessed });
	const { targets, tier, score, confidence, reason } = affordable(planned, principal.budget);
	return {
		tier,
		score,
		confidence,
		reason,
		plan: targets.map((target) => {
			const accounts = facts.eligible(target);
			return { provider: target.provider.id, model: target.model, eligibleAccounts: accounts.length, wouldClaim: accounts[0] ?? null };
		}),
	};
}

function parse(body: Omit<RouteInput, "tier">) {
	try {
		return clientProtocol("openai-chat").parseRequest(body as Parameters<ReturnType<typeof clientProtocol>["parseRequest"]>[0], {});
	} catch (error) {
		if (!(error instanceof InvalidRequest)) throw error;
		throw new GatewayError(error.code, error.message, { param: error.param, cause: error });
	}
}
