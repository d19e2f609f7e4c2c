import { type RenewedDue, renewDue } from "@smart-router/core/account/renew-due.ts";
import { defaultWorkspace } from "@smart-router/core/workspace/workspace.ts";
import type { RuntimeDeps } from "../runtime.ts";

/** Renews tokens ahead of their end and says in one line how it went. Throws when it could not even look. */
export async function refreshDue(deps: RuntimeDeps, signal?: AbortSignal): Promise<RenewedDue> {
	const startedAt = deps.clock();
	try {
		// The only workspace there can be so far: keys are made in that of their maker, and the first one is made in this.
		const renewed = await renewDue(deps, defaultWorkspace, signal);
		if (renewed.due > 0) deps.log.info("refresh", { ...renewed, ms: deps.clock() - startedAt });
		return renewed;
	} finally {
		deps.metrics.flush();
	}
}

/** The scheduled function. */
export const createRefresh = (deps: RuntimeDeps) => (): Promise<RenewedDue> => refreshDue(deps);
