import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { timeOrderedId } from "../id.ts";
import { notExists, type Store } from "../store/store.ts";
import type { ApiKeyView, CreatedKey, CreateKeyInput } from "./api-key.schema.ts";
import { keyFieldsOf } from "./key-fields.ts";
import { hashKey, makeKeyText } from "./key-text.ts";
import type { Principal } from "./principal.ts";
import { requireGrantable, requireKeyManager } from "./reach.ts";
import { keyFactsKey, keyItem, keysPk, pointerItem, type StoredKey, storedKey, viewOf, visibleParts } from "./stored-key.ts";

interface Deps {
	readonly store: Store;
	readonly clock: Clock;
	readonly stage: string;
}

/**
 * Makes a key in the creator's workspace, no wider than the creator's own; the answer is the only place that ever shows it. A limit that is not asked
 * for is the creator's own. Throws `GatewayError` permission_denied naming the field that asks for more; `StoreError`.
 */
export async function createKey(deps: Deps, creator: Principal, input: CreateKeyInput): Promise<CreatedKey> {
	requireKeyManager(creator);
	const now = deps.clock();
	const text = makeKeyText(deps.stage);
	const key: StoredKey = {
		keyId: timeOrderedId("key", now),
		workspace: creator.workspace,
		hash: hashKey(text),
		name: input.name,
		scopes: input.scopes,
		...visibleParts(text),
		providers: creator.providers,
		models: creator.models,
		profiles: creator.profiles,
		requestsPerMinute: null,
		budget: null,
		createdBy: creator.keyId,
		createdAt: now,
		expiresAt: creator.expiresAt,
		revokedAt: null,
		...keyFieldsOf(input, now),
	};
	requireGrantable(creator, key);
	await deps.store.put(keyItem(key), notExists("pk"));
	await deps.store.put(pointerItem(key), notExists("pk"));
	return { ...viewOf(key), key: text };
}

/** All keys of a workspace, revoked ones too, by key id. */
export async function listKeys(deps: Pick<Deps, "store">, workspace: string): Promise<ApiKeyView[]> {
	const { items } = await deps.store.query({ pk: keysPk(workspace), prefix: "" });
	return items.map(storedKey).map(viewOf);
}

/** Throws `GatewayError` not_found. */
export const getKey = async (deps: Pick<Deps, "store">, workspace: string, keyId: string): Promise<ApiKeyView> =>
	viewOf(await readKey(deps, workspace, keyId));

/** Throws `GatewayError` not_found, `StoreError`. */
export async function readKey({ store }: Pick<Deps, "store">, workspace: string, keyId: string): Promise<StoredKey> {
	const facts = await store.get(keyFactsKey(workspace, keyId));
	if (facts) return storedKey(facts);
	throw new GatewayError("not_found", "There is no API key with this id.", { param: "keyId", hint: "See GET /admin/keys." });
}
