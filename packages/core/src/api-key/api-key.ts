import { workspacePk } from "../account/account.ts";
import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { timeOrderedId } from "../id.ts";
import { exists, notExists, type Store, set } from "../store/store.ts";
import type { ApiKeyView, CreatedKey, CreateKeyInput } from "./api-key.schema.ts";
import { hashKey, makeKeyText } from "./key-text.ts";
import { hasScope, type Principal } from "./principal.ts";
import {
	keyFactsKey,
	keyFactsPrefix,
	keyItem,
	keyPointerKey,
	pointerItem,
	type StoredKey,
	storedKey,
	viewOf,
	visibleParts,
} from "./stored-key.ts";

interface Deps {
	readonly store: Store;
	readonly clock: Clock;
	readonly stage: string;
}

/**
 * Makes a key in the creator's workspace, no wider than the creator's own; the answer is the only place that ever shows it.
 * Throws `GatewayError` permission_denied naming the field that asks for more.
 */
export async function createKey(deps: Deps, creator: Principal, input: CreateKeyInput): Promise<CreatedKey> {
	const now = deps.clock();
	const text = makeKeyText(deps.stage);
	const key: StoredKey = {
		keyId: timeOrderedId("key", now),
		workspace: creator.workspace,
		hash: hashKey(text),
		name: input.name,
		scopes: grantedScopes(creator, input),
		...visibleParts(text),
		providers: narrowed("providers", creator.providers, input.providers),
		models: narrowed("models", creator.models, input.models),
		profiles: narrowed("profiles", creator.profiles, input.profiles),
		createdBy: creator.keyId,
		createdAt: now,
		expiresAt: grantedExpiry(creator, input, now),
		revokedAt: null,
	};
	await deps.store.put(keyItem(key), notExists("pk"));
	await deps.store.put(pointerItem(key), notExists("pk"));
	return { ...viewOf(key), key: text };
}

/** All keys of a workspace, revoked ones too, by key id. */
export async function listKeys(deps: Pick<Deps, "store">, workspace: string): Promise<ApiKeyView[]> {
	const { items } = await deps.store.query({ pk: workspacePk(workspace), prefix: keyFactsPrefix });
	return items.map(storedKey).map(viewOf);
}

/**
 * Ends a key for good: its facts say so first, then the way from its hash is gone. Revoking twice keeps the first time.
 * Returns the hash for caches to forget. Throws `GatewayError` not_found.
 */
export async function revokeKey(deps: Pick<Deps, "store" | "clock">, workspace: string, keyId: string): Promise<{ readonly hash: string }> {
	const facts = await deps.store.get(keyFactsKey(workspace, keyId));
	if (!facts) throw new GatewayError("not_found", "There is no API key with this id.", { param: "keyId" });
	const key = storedKey(facts);
	if (key.revokedAt === null) {
		await deps.store.update(keyFactsKey(workspace, keyId), [set(["revokedAt"], deps.clock())], exists("pk"));
	}
	await deps.store.remove(keyPointerKey(key.hash));
	return { hash: key.hash };
}

function grantedScopes(creator: Principal, input: CreateKeyInput): StoredKey["scopes"] {
	const missing = input.scopes.find((scope) => !hasScope(creator, scope));
	if (missing) throw wider("scopes", `Your key does not have the scope ${missing}, so it cannot give it.`);
	return [...new Set(input.scopes)];
}

function narrowed(
	field: "providers" | "models" | "profiles",
	own: readonly string[] | null,
	asked: readonly string[] | null | undefined,
): readonly string[] | null {
	if (asked === undefined || own === null) return asked ?? own;
	if (asked?.every((entry) => own.includes(entry))) return asked;
	throw wider(field, `Your key is limited to certain ${field}; a key it makes cannot have more.`);
}

function grantedExpiry(creator: Principal, input: CreateKeyInput, now: number): number | null {
	if (input.expiresAt === undefined) return creator.expiresAt;
	const asked = input.expiresAt === null ? null : Date.parse(input.expiresAt);
	if (asked !== null && asked <= now) throw new GatewayError("invalid_request", "expiresAt lies in the past.", { param: "expiresAt" });
	if (creator.expiresAt !== null && (asked === null || asked > creator.expiresAt)) {
		throw wider("expiresAt", "Your key ends earlier, so a key it makes cannot live longer.");
	}
	return asked;
}

const wider = (param: string, message: string): GatewayError => new GatewayError("permission_denied", message, { param });
