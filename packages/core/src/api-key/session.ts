import { createCache } from "../cache.ts";
import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { randomBase62 } from "../id.ts";
import { type Key, notExists, type Store } from "../store/store.ts";
import { hashKey } from "./key-text.ts";
import type { Principal } from "./principal.ts";
import type { Principals } from "./principals.ts";
import { keyFactsKey, storedKey } from "./stored-key.ts";

/** A browser that signed in with an API key. It may what the key may, and ends with it. */
export interface PageSession {
	/** 256 random bits in base62; only its hash is stored. */
	readonly id: string;
	readonly principal: Principal;
	/** ms since the epoch. */
	readonly expiresAt: number;
}

export interface Sessions {
	/** Signs a browser in for 12 hours, or until the key ends. Throws `GatewayError` invalid_request for a caller without a stored key. */
	open(principal: Principal): Promise<PageSession>;
	/** Undefined when it is unknown, over, signed out, or its key is revoked. Throws `StoreError`. */
	find(id: string): Promise<PageSession | undefined>;
	/** Signs out: at once in this process, in others when their cache is over. */
	end(id: string): Promise<void>;
}

export interface SessionsDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly principals: Principals;
}

/** What is stored of a session. `keyHash` leads to the key, which says whether it still counts. */
type StoredSession = { readonly keyHash: string; readonly expiresAt: number };

const lifetimeMs = 12 * 3_600_000;
/** "Signed out within 10 s" holds for every process. */
const cachedMs = 10_000;
const maxCached = 10_000;
const idPattern = /^[0-9A-Za-z]{43}$/;

const sessionKey = (id: string): Key => ({ pk: `session#${hashKey(id)}`, sk: "session" });

export function createSessions({ store, clock, principals }: SessionsDeps): Sessions {
	const byId = createCache({
		clock,
		ttlMs: cachedMs,
		maxEntries: maxCached,
		load: async (id) => (await store.get(sessionKey(id))) as StoredSession | undefined,
	});

	return {
		async open(principal) {
			const facts = await store.get(keyFactsKey(principal.workspace, principal.keyId));
			if (!facts) throw new GatewayError("invalid_request", "Signing in needs an API key.");
			const id = randomBase62(43);
			const expiresAt = Math.min(clock() + lifetimeMs, principal.expiresAt ?? Number.POSITIVE_INFINITY);
			const session: StoredSession = { keyHash: storedKey(facts).hash, expiresAt };
			await store.put({ ...sessionKey(id), ...session, ttl: Math.ceil(expiresAt / 1000) }, notExists("pk"));
			return { id, principal, expiresAt };
		},

		async find(id) {
			if (!idPattern.test(id)) return undefined;
			const session = await byId.get(id);
			if (!session || session.expiresAt <= clock()) return undefined;
			const principal = await principals.findByHash(session.keyHash);
			return principal && { id, principal, expiresAt: session.expiresAt };
		},

		async end(id) {
			await store.remove(sessionKey(id));
			byId.forget(id);
		},
	};
}
