import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { atRevision, type Expected, requireRevision, revisionOf, updateRevised } from "../revision.ts";
import { setFields } from "../store/set-fields.ts";
import { exists, type Store } from "../store/store.ts";
import type { ApiKeyView, UpdateKeyInput } from "./api-key.schema.ts";
import { readKey } from "./api-key.ts";
import { keyFieldsOf } from "./key-fields.ts";
import type { Principal } from "./principal.ts";
import { requireGrantable, requireKeyManager, requireManaged } from "./reach.ts";
import { keyFactsKey, keyPointerKey, type StoredKey, storedKey, viewOf } from "./stored-key.ts";

interface Deps {
	readonly store: Store;
	readonly clock: Clock;
}

const maxTries = 5;

/**
 * Changes what is given and nothing else; the key must lie within the caller's own limits before and after. Returns the hash too, for caches to forget.
 * Throws `GatewayError` not_found, permission_denied, precondition_failed, conflict; `StoreError`.
 */
export async function updateKey(
	deps: Deps,
	caller: Principal,
	keyId: string,
	input: UpdateKeyInput,
	expected?: Expected,
): Promise<{ readonly hash: string; readonly view: ApiKeyView }> {
	const fields = keyFieldsOf(input, deps.clock());
	const key = await change(deps, caller.workspace, keyId, expected, (before) => {
		requireReach(caller, before);
		requireGrantable(caller, { ...before, ...fields });
		return fields;
	});
	return { hash: key.hash, view: viewOf(key) };
}

/**
 * Ends a key that lies within the caller's own limits for good. Revoking twice keeps the first time. Returns the hash for caches to forget.
 * Throws `GatewayError` not_found, permission_denied, precondition_failed, conflict; `StoreError`.
 */
export const revokeKey = (deps: Deps, caller: Principal, keyId: string, expected?: Expected): Promise<{ readonly hash: string }> =>
	end(deps, caller.workspace, keyId, expected, (key) => requireReach(caller, key));

/** The same by the operator, who needs no key. */
export const endKey = (deps: Deps, workspace: string, keyId: string): Promise<{ readonly hash: string }> =>
	end(deps, workspace, keyId, undefined, () => undefined);

function requireReach(caller: Principal, key: StoredKey): void {
	requireKeyManager(caller);
	requireManaged(caller, key);
}

/** The facts say that it is over first, then the way from its hash is gone. */
async function end(deps: Deps, workspace: string, keyId: string, expected: Expected, check: (key: StoredKey) => void): Promise<StoredKey> {
	const key = await change(deps, workspace, keyId, expected, (before) => {
		check(before);
		return before.revokedAt === null ? { revokedAt: deps.clock() } : {};
	});
	await deps.store.remove(keyPointerKey(key.hash));
	return key;
}

/** Writes what `decide` makes of the key as it was read, provided that nobody changed it meanwhile: what it checked is what is changed. */
async function change(
	deps: Deps,
	workspace: string,
	keyId: string,
	expected: Expected,
	decide: (before: StoredKey) => Partial<StoredKey>,
): Promise<StoredKey> {
	for (let tries = 0; tries < maxTries; tries++) {
		const before = await readKey(deps, workspace, keyId);
		requireRevision(before, expected);
		const changes = setFields(decide(before));
		if (changes.length === 0) return before;
		const asRead = atRevision([revisionOf(before)], exists("pk"));
		const written = await updateRevised(deps, keyFactsKey(workspace, keyId), changes, asRead);
		if (written.ok) return storedKey(written.item);
	}
	throw new GatewayError("conflict", "The key is being changed by others; try again.");
}
