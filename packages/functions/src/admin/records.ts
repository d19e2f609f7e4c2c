import { seesRecord } from "@smart-router/core/api-key/limits.ts";
import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { listAudit } from "@smart-router/core/audit/audit.ts";
import { getRequest, listRequests } from "@smart-router/core/usage/list-requests.ts";
import { readUsage } from "@smart-router/core/usage/read-usage.ts";
import type { Operations } from "../operations.ts";

const visibleTo = (principal: Principal) => (record: { readonly keyId: string }) => seesRecord(principal, record);

export const recordOperations: Operations<"listRequests" | "getUsage" | "getRequest" | "listAudit"> = {
	listRequests: (deps, { principal, query }) => listRequests(deps, principal.workspace, query, visibleTo(principal)),
	getUsage: (deps, { principal, query }) => readUsage(deps, principal.workspace, query),
	getRequest: (deps, { principal, params }) => getRequest(deps, principal.workspace, params["requestId"] ?? "", visibleTo(principal)),
	listAudit: (deps, { principal, query }) => listAudit(deps, principal.workspace, query, visibleTo(principal)),
};
