import { ensureFirstKey, hasFirstKey, replaceFirstKey } from "@smart-router/core/api-key/first-key.ts";
import { makeKeyText } from "@smart-router/core/api-key/key-text.ts";
import type { RuntimeDeps } from "@smart-router/functions/runtime.ts";
import type { LocalOptions } from "./options.ts";
import { linkSandbox } from "./sandbox/link.ts";

export interface FirstStart {
	/** The admin key when this start made one; to be shown once. */
	readonly newKey: string | undefined;
	readonly sandboxLinked: boolean;
}

/** Makes what a gateway needs before its first request: an admin key, and something to rotate. Later starts change nothing. */
export async function firstStart(deps: RuntimeDeps, options: LocalOptions): Promise<FirstStart> {
	const sandboxLinked = options.sandbox && (await linkSandbox(deps));
	// The key comes last: whatever fails before it, the next start still makes one and shows it.
	return { sandboxLinked, newKey: await adminKey(deps, options) };
}

async function adminKey(deps: RuntimeDeps, { adminKey: preset, newAdminKey }: LocalOptions): Promise<string | undefined> {
	if (!newAdminKey && (await hasFirstKey(deps))) return undefined;
	const key = preset ?? makeKeyText(deps.stage);
	if (newAdminKey) await replaceFirstKey(deps, key);
	else await ensureFirstKey(deps, key);
	return key;
}
