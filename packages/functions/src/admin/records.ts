import { listAudit } from "@smart-router/core/audit/audit.ts";
import { getRequest, listRequests } from "@smart-router/core/usage/list-requests.ts";
import { readUsage } from "@smart-router/core/usage/read-usage.ts";
import type { Operations } from "../operations.ts";

export const recordOperations: Operations<"listRequests" | "getUsage" | "getRequest" | "listAudit"> = {
	listRequests: (deps, { principal, query }) => listRequests(deps, principal, query),
	getUsage: (deps, { principal, query }) => readUsage(deps, principal.workspace, query),
	getRequest: (deps, { principal, params }) => getRequest(deps, principal, params["requestId"] ?? ""),
	listAudit: (deps, { principal, query }) => listAudit(deps, principal, query),
};
