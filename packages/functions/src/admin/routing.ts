import { putRoutingRules, readRoutingRules } from "@smart-router/core/settings/routing.ts";
import type { Operations } from "../operations.ts";

export const routingOperations: Operations<"getRouting" | "putRouting"> = {
	getRouting: (deps, { principal }) => readRoutingRules(deps, principal.workspace),
	putRouting: (deps, { principal, body }) => putRoutingRules(deps, principal.workspace, body),
};
