import { listAudit } from "@smart-router/core/audit/audit.ts";
import { getRequest, listRequests } from "@smart-router/core/usage/list-requests.ts";
import type { Operations } from "../operations.ts";

export const recordOperations: Operations<"listRequests" | "getRequest" | "listAudit"> = {
	listRequests: (deps, { principal, query }) => listRequests(deps, principal.workspace, query),
	getRequest: (deps, { principal, params }) => getRequest(deps, principal.workspace, params["requestId"] ?? ""),
	listAudit: (deps, { principal, query }) => listAudit(deps, principal.workspace, query),
};
