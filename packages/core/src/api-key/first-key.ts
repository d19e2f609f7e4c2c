import { timingSafeEqual } from "node:crypto";
import { createCache } from "../cache.ts";
import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { timeOrderedId } from "../id.ts";
import { type Item, type Key, notExists, type Store } from "../store/store.ts";
import { defaultWorkspace } from "../workspace/workspace.ts";
import { endKey } from "./change-key.ts";
import { hashKey, isPlausibleKey, minPresetLength } from "./key-text.ts";
import { keyItem, pointerItem, type StoredKey, storedKey, visibleParts } from "./stored-key.ts";

interface Deps {
	readonly store: Store;
	readonly clock: Clock;
}

export type ReadSecret = () => Promise<string>;

/** `made`: this key is the stage's first admin key (now or before). `taken`: another one is. */
export type FirstKeyResult = "made" | "taken";

const markerKey: Key = { pk: "stage", sk: "first-admin-key" };
const secretCachedMs = 60_000;

/** True once the stage has its first admin key, also after that key was revoked. */
export const hasFirstKey = async ({ store }: Pick<Deps, "store">): Promise<boolean> => (await store.get(markerKey)) !== undefined;

/**
 * Makes `text` the first admin key of the stage: one winner ever, however many processes try at once. The marker is written first and holds all
 * facts of the winner, so that a death before the key's own items is mended by the next use. A revoked first key stays revoked.
 * Throws `GatewayError` invalid_request when the text cannot be a key, `StoreError`.
 */
export async function ensureFirstKey(deps: Deps, text: string): Promise<FirstKeyResult> {
	checkPreset(text);
	const key = firstKey(text, deps.clock());
	const marked = await deps.store.put(markerItem(key), notExists("pk"));
	if (marked.ok) {
		await writeKey(deps, key);
		return "made";
	}
	return (await complete(deps, marked.current, key.hash)) ? "made" : "taken";
}

/** Puts `text` in the place of a lost first admin key, which is revoked. Needs access to the store itself, so only the operator can. */
export async function replaceFirstKey(deps: Deps, text: string): Promise<void> {
	checkPreset(text);
	const key = firstKey(text, deps.clock());
	const marker = await deps.store.get(markerKey);
	if (await complete(deps, marker, key.hash)) return;
	await deps.store.put(markerItem(key));
	await writeKey(deps, key);
	if (!marker) return;
	await endKey(deps, String(marker.workspace), String(marker.keyId)).catch((error: unknown) => {
		if (!(error instanceof GatewayError && error.code === "not_found")) throw error;
	});
}

/**
 * For stages whose first admin key lies in a secret: given the hash of an unknown key, makes it the first admin key when it is the secret's and the
 * stage has none yet; true when it may be known now. Reads the secret at most once a minute, and never once the stage has its key.
 */
export function bootstrapFirstKey({
	store,
	clock,
	readSecret,
}: Deps & { readonly readSecret: ReadSecret }): (hash: string) => Promise<boolean> {
	const secret = createCache({ clock, ttlMs: secretCachedMs, maxEntries: 1, load: readSecret });
	return async (hash) => {
		const marker = await store.get(markerKey);
		if (marker) return complete({ store }, marker, hash);
		const text = await secret.get("first-admin-key");
		return timingSafeEqual(Buffer.from(hashKey(text)), Buffer.from(hash)) && (await ensureFirstKey({ store, clock }, text)) === "made";
	};
}

/** Writes what a dead process may have left unwritten of the marked key; false when the mark is another key's. */
async function complete(deps: Pick<Deps, "store">, marker: Item | undefined, hash: string): Promise<boolean> {
	if (marker?.hash !== hash) return false;
	await writeKey(deps, storedKey(marker));
	return true;
}

const markerItem = (key: StoredKey): Item => ({ ...key, ...markerKey });

const firstKey = (text: string, now: number): StoredKey => ({
	keyId: timeOrderedId("key", now),
	workspace: defaultWorkspace,
	hash: hashKey(text),
	name: "first admin key",
	scopes: ["admin"],
	...visibleParts(text),
	providers: null,
	models: null,
	profiles: null,
	requestsPerMinute: null,
	createdBy: null,
	createdAt: now,
	expiresAt: null,
	revokedAt: null,
});

async function writeKey({ store }: Pick<Deps, "store">, key: StoredKey): Promise<void> {
	const written = await store.put(keyItem(key), notExists("pk"));
	const facts = written.ok || !written.current ? key : storedKey(written.current);
	if (facts.revokedAt === null) await store.put(pointerItem(key), notExists("pk"));
}

function checkPreset(text: string): void {
	if (isPlausibleKey(text)) return;
	throw new GatewayError(
		"invalid_request",
		`An admin key must be at least ${minPresetLength} characters long, or a whole key that begins with sr_.`,
	);
}
