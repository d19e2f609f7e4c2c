import { signal } from "@preact/signals";
import type { ApiKeyView, CreatedKey, CreateKeyInput } from "@smart-router/core/api-key/api-key.schema.ts";
import { readAll } from "../api/list.ts";
import { request } from "../api/request.ts";
import { reuse } from "../api/reuse.ts";

export const keys = signal<readonly ApiKeyView[] | undefined>(undefined);

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

export async function revokeKey(keyId: string): Promise<void> {
	await request("DELETE", `admin/keys/${encodeURIComponent(keyId)}`);
	await readKeys();
}
