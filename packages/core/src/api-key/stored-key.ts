import { isoTime } from "../clock.ts";
import { revisionOf } from "../revision.ts";
import type { Item, Key } from "../store/store.ts";
import type { ApiKeyView } from "./api-key.schema.ts";
import { keyEnd, keyPrefix } from "./key-text.ts";
import type { Budget, Principal, Scope } from "./principal.ts";

/** The facts of an API key, among the keys of its workspace. Times in ms; the key itself is nowhere. */
export type StoredKey = {
	readonly keyId: string;
	readonly workspace: string;
	readonly hash: string;
	readonly name: string;
	readonly scopes: readonly Scope[];
	readonly prefix: string;
	readonly last4: string;
	readonly providers: readonly string[] | null;
	readonly models: readonly string[] | null;
	readonly profiles: readonly string[] | null;
	readonly requestsPerMinute: number | null;
	readonly budget?: Budget | null;
	readonly createdBy: string | null;
	readonly createdAt: number;
	readonly expiresAt: number | null;
	readonly revokedAt: number | null;
	/** Of the last change by an admin; missing until the first one (`revision.ts`). */
	readonly revision?: string;
};

/** Apart from the workspace's other things: whoever may write those cannot give a key another scope. */
export const keysPk = (workspace: string): string => `keys#${workspace}`;
export const keyFactsKey = (workspace: string, keyId: string): Key => ({ pk: keysPk(workspace), sk: keyId });
/** Where a presented key leads: `{ workspace, keyId }`. */
export const keyPointerKey = (hash: string): Key => ({ pk: `keyhash#${hash}`, sk: "key" });

export const keyItem = (key: StoredKey): Item => ({ ...key, ...keyFactsKey(key.workspace, key.keyId) });
export const pointerItem = (key: StoredKey): Item => ({ ...keyPointerKey(key.hash), workspace: key.workspace, keyId: key.keyId });
/** Keys of the first releases say nothing of requests a minute. */
export const storedKey = (item: Item): StoredKey => ({ requestsPerMinute: null, ...item }) as unknown as StoredKey;

/** What lists show of the key's text. */
export const visibleParts = (text: string): Pick<StoredKey, "prefix" | "last4"> => ({ prefix: keyPrefix(text), last4: keyEnd(text) });

export const principalOf = (key: StoredKey): Principal => ({
	workspace: key.workspace,
	keyId: key.keyId,
	keyName: key.name,
	scopes: key.scopes,
	providers: key.providers,
	models: key.models,
	profiles: key.profiles,
	requestsPerMinute: key.requestsPerMinute,
	budget: key.budget ?? null,
	expiresAt: key.expiresAt,
});

export const viewOf = (key: StoredKey): ApiKeyView => ({
	keyId: key.keyId,
	name: key.name,
	scopes: [...key.scopes],
	prefix: key.prefix,
	last4: key.last4,
	providers: copy(key.providers),
	models: copy(key.models),
	profiles: copy(key.profiles),
	requestsPerMinute: key.requestsPerMinute,
	budget: key.budget ?? null,
	createdBy: key.createdBy,
	createdAt: isoTime(key.createdAt),
	expiresAt: isoTime(key.expiresAt),
	revokedAt: isoTime(key.revokedAt),
	revision: revisionOf(key),
});

const copy = (list: readonly string[] | null): string[] | null => (list === null ? null : [...list]);
