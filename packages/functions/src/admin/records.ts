import { listAudit } from "@smart-router/core/audit/audit.ts";
import { listRequests } from "@smart-router/core/usage/list-requests.ts";
import type { Operations } from "../operations.ts";

export const recordOperations: Operations<"listRequests" | "listAudit"> = {
	listRequests: (deps, { principal, query }) => listRequests(deps, principal.workspace, query),
	listAudit: (deps, { principal, query }) => listAudit(deps, principal.workspace, query),
};
