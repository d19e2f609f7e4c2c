import { signal } from "@preact/signals";
import type { ApiKeyView, CreatedKey, CreateKeyInput, UpdateKeyInput } from "@smart-router/core/api-key/api-key.schema.ts";
import { readAll } from "../api/list.ts";
import { request } from "../api/request.ts";
import { reuse } from "../api/reuse.ts";

export const keys = signal<readonly ApiKeyView[] | undefined>(undefined);

const pathOf = (keyId: string): string => `admin/keys/${encodeURIComponent(keyId)}`;

// All throw `Failure`.

/** Newest first: key ids sort by time. */
export async function readKeys(): Promise<void> {
	const found = await readAll<ApiKeyView>("admin/keys");
	keys.value = reuse(keys.value, found.toReversed(), ({ keyId }) => keyId);
}

export async function createKey(input: CreateKeyInput): Promise<CreatedKey> {
	const created = await request<CreatedKey>("POST", "admin/keys", { body: input });
	await readKeys();
	return created;
}

/** Only if nobody changed the key since `revision`. */
export async function updateKey(keyId: string, changes: UpdateKeyInput, revision: string): Promise<void> {
	await request("PATCH", pathOf(keyId), { body: changes, revision });
	await readKeys();
}

export async function revokeKey(keyId: string): Promise<void> {
	await request("DELETE", pathOf(keyId));
	await readKeys();
}
