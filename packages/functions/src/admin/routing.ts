import { putRoutingRules, showRouting } from "@smart-router/core/settings/routing.ts";
import type { Operations } from "../operations.ts";

export const routingOperations: Operations<"getRouting" | "putRouting"> = {
	getRouting: (deps, { principal }) => showRouting(deps, principal.workspace),
	putRouting: (deps, { principal, expected, body: { revision, ...rules } }) =>
		putRoutingRules(deps, principal.workspace, rules, expected ?? (revision === undefined ? undefined : [revision])),
};
