import { checkRules } from "@smart-router/core/routing/check-rules.ts";
import { putRoutingRules, showRouting } from "@smart-router/core/settings/routing.ts";
import type { Operations } from "../operations.ts";
import { dryRun } from "../proxy/dry-run.ts";
import { plannableProviders } from "../proxy/plan.ts";

export const routingOperations: Operations<"getRouting" | "putRouting" | "routeDryRun"> = {
	getRouting: (deps, { principal }) => showRouting(deps, principal.workspace),
	async putRouting(deps, { principal, expected, body: { revision, ...rules } }) {
		for (const cache of [deps.linked, deps.providers]) cache.forget(principal.workspace);
		checkRules(rules, await plannableProviders(deps, principal.workspace));
		return putRoutingRules(deps, principal.workspace, rules, expected ?? (revision === undefined ? undefined : [revision]));
	},
	routeDryRun: (deps, { principal, body }) => dryRun(deps, principal, body),
};
