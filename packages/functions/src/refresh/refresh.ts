import { type RenewedDue, renewDue } from "@smart-router/core/account/renew-due.ts";
import { defaultWorkspace } from "@smart-router/core/workspace/workspace.ts";
import type { RuntimeDeps } from "../runtime.ts";

/** Renews tokens ahead of their end and says in one line how it went. Throws when it could not even look. */
export async function refreshDue(deps: RuntimeDeps, signal?: AbortSignal): Promise<RenewedDue> {
	const startedAt = deps.clock();
	const renewed = await renewDue(deps, defaultWorkspace, signal);
	if (renewed.due > 0) deps.log.info("refresh", { ...renewed, ms: deps.clock() - startedAt });
	return renewed;
}

/** The scheduled function. */
export const createRefresh = (deps: RuntimeDeps) => (): Promise<RenewedDue> => refreshDue(deps);
