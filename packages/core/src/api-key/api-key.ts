import { workspacePk } from "../account/account.ts";
import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { timeOrderedId } from "../id.ts";
import { atRevision, type Expected, requireRevision, revised } from "../revision.ts";
import { exists, notExists, type Store, set } from "../store/store.ts";
import type { ApiKeyView, CreatedKey, CreateKeyInput, UpdateKeyInput } from "./api-key.schema.ts";
import { grantedBudget, grantedExpiry, grantedList, grantedRate, grantedScopes } from "./granted.ts";
import { hashKey, makeKeyText } from "./key-text.ts";
import type { Principal } from "./principal.ts";
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
		scopes: grantedScopes(creator, input.scopes),
		...visibleParts(text),
		providers: grantedList("providers", creator.providers, input.providers),
		models: grantedList("models", creator.models, input.models),
		profiles: grantedList("profiles", creator.profiles, input.profiles),
		requestsPerMinute: grantedRate(creator, input.requestsPerMinute),
		budget: grantedBudget(creator, input.budget),
		createdBy: creator.keyId,
		createdAt: now,
		expiresAt: grantedExpiry(creator, input.expiresAt, now),
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

/** Throws `GatewayError` not_found. */
export const getKey = async (deps: Pick<Deps, "store">, workspace: string, keyId: string): Promise<ApiKeyView> =>
	viewOf(await readKey(deps, workspace, keyId));

/**
 * Changes what is given and nothing else; nothing may become wider than the caller's own.
 * Returns the hash too, for caches to forget. Throws `GatewayError` not_found, permission_denied, precondition_failed.
 */
export async function updateKey(
	deps: Pick<Deps, "store" | "clock">,
	caller: Principal,
	keyId: string,
	input: UpdateKeyInput,
	expected?: Expected,
): Promise<{ readonly hash: string; readonly view: ApiKeyView }> {
	const now = deps.clock();
	const changes = [
		...(input.name === undefined ? [] : [set(["name"], input.name)]),
		...(input.expiresAt === undefined ? [] : [set(["expiresAt"], grantedExpiry(caller, input.expiresAt, now))]),
		...(input.requestsPerMinute === undefined ? [] : [set(["requestsPerMinute"], grantedRate(caller, input.requestsPerMinute))]),
		...(input.budget === undefined ? [] : [set(["budget"], grantedBudget(caller, input.budget))]),
		revised(now),
	];
	const written = await deps.store.update(keyFactsKey(caller.workspace, keyId), changes, atRevision(expected, exists("pk")));
	if (!written.ok) {
		if (written.current) requireRevision(written.current, expected);
		throw noSuchKey();
	}
	const key = storedKey(written.item);
	return { hash: key.hash, view: viewOf(key) };
}

/**
 * Ends a key for good: its facts say so first, then the way from its hash is gone. Revoking twice keeps the first time.
 * Returns the hash for caches to forget. Throws `GatewayError` not_found, precondition_failed.
 */
export async function revokeKey(
	deps: Pick<Deps, "store" | "clock">,
	workspace: string,
	keyId: string,
	expected?: Expected,
): Promise<{ readonly hash: string }> {
	const key = await readKey(deps, workspace, keyId);
	if (key.revokedAt === null) {
		const now = deps.clock();
		const changes = [set(["revokedAt"], now), revised(now)];
		const written = await deps.store.update(keyFactsKey(workspace, keyId), changes, atRevision(expected, exists("pk")));
		if (!written.ok) requireRevision(written.current, expected);
	}
	await deps.store.remove(keyPointerKey(key.hash));
	return { hash: key.hash };
}

async function readKey({ store }: Pick<Deps, "store">, workspace: string, keyId: string): Promise<StoredKey> {
	const facts = await store.get(keyFactsKey(workspace, keyId));
	if (!facts) throw noSuchKey();
	return storedKey(facts);
}

const noSuchKey = (): GatewayError =>
	new GatewayError("not_found", "There is no API key with this id.", { param: "keyId", hint: "See GET /admin/keys." });
