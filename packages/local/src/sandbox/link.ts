import { linkAccount } from "@smart-router/core/account/link.ts";
import { secret } from "@smart-router/core/credential/secret.ts";
import { putProvider } from "@smart-router/core/provider/change-provider.ts";
import { sandboxProvider } from "@smart-router/core/provider/sandbox.schema.ts";
import { defaultWorkspace } from "@smart-router/core/workspace/workspace.ts";
import type { RuntimeDeps } from "@smart-router/functions/runtime.ts";
import { flakyKey, sandboxBaseUrl } from "./upstream.ts";

const labels = { work: "sandbox-work", personal: "sandbox-personal", backup: flakyKey };

/** Links three accounts of the simulated provider where nothing is linked yet; true when it did. */
export async function linkSandbox(deps: RuntimeDeps): Promise<boolean> {
	if ((await deps.linked.get(defaultWorkspace)).size > 0) return false;
	await putProvider(deps, defaultWorkspace, sandboxProvider, { protocol: "openai-chat", baseUrl: sandboxBaseUrl, models: ["sandbox-1"] });
	for (const [label, key] of Object.entries(labels)) {
		const account = {
			provider: sandboxProvider,
			method: "api_key" as const,
			apiKey: secret(key),
			label,
			verify: false,
			enabled: true,
			priority: 0,
			displayName: null,
			tags: ["simulated"],
			models: null,
			maxConcurrency: null,
		};
		await linkAccount(deps, defaultWorkspace, account, () => {});
	}
	deps.linked.forget(defaultWorkspace);
	return true;
}
