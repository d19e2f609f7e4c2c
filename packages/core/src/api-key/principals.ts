import { createCache } from "../cache.ts";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import { bootstrapFirstKey, type ReadSecret } from "./first-key.ts";
import { hashKey, isPlausibleKey } from "./key-text.ts";
import type { Principal } from "./principal.ts";
import { keyFactsKey, keyPointerKey, principalOf, storedKey } from "./stored-key.ts";

export interface PrincipalsDeps {
	readonly store: Store;
	readonly clock: Clock;
	/** Reads the first admin key that the deploy made. Asked only for an unknown key, and only while the stage has no first admin key. */
	readonly firstKeySecret?: ReadSecret;
}

export interface Principals {
	/** Who presents this key; undefined when it is unknown, mistyped, revoked or expired. Throws `StoreError`. */
	find(presented: string): Promise<Principal | undefined>;
	/** The same for the SHA-256 of a key, which is what a page's session holds of it. */
	findByHash(hash: string): Promise<Principal | undefined>;
	/** Makes a revocation count at once in this process; others follow when their cache is over. */
	forget(hash: string): void;
}

/** "Revoked within 10 s" holds for every process; unknown keys are remembered as long. */
const cachedMs = 10_000;
const maxCached = 10_000;

/** The live key behind a hash, straight from the store; undefined when there is none or it is revoked. Throws `StoreError`. */
export async function findPrincipal(deps: { readonly store: Store }, hash: string): Promise<Principal | undefined> {
	const pointer = await deps.store.get(keyPointerKey(hash));
	if (!pointer) return undefined;
	const facts = await deps.store.get(keyFactsKey(String(pointer.workspace), String(pointer.keyId)));
	if (!facts) return undefined;
	const key = storedKey(facts);
	return key.revokedAt === null && key.hash === hash ? principalOf(key) : undefined;
}

/**
 * Presented keys to principals. Only the SHA-256 of a presented key is looked up and compared, so the time of an answer tells nothing of a key's text.
 */
export function createPrincipals({ store, clock, firstKeySecret }: PrincipalsDeps): Principals {
	const bootstrap = firstKeySecret && bootstrapFirstKey({ store, clock, readSecret: firstKeySecret });
	const byHash = createCache({
		clock,
		ttlMs: cachedMs,
		maxEntries: maxCached,
		load: async (hash) => {
			const principal = await findPrincipal({ store }, hash);
			if (principal || !(await bootstrap?.(hash))) return principal;
			return findPrincipal({ store }, hash);
		},
	});

	const findByHash = async (hash: string): Promise<Principal | undefined> => {
		const principal = await byHash.get(hash);
		return principal && (principal.expiresAt === null || principal.expiresAt > clock()) ? principal : undefined;
	};

	return {
		find: async (presented) => (isPlausibleKey(presented) ? findByHash(hashKey(presented)) : undefined),
		findByHash,
		forget: byHash.forget,
	};
}
