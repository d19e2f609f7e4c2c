import type { Clock } from "../clock.ts";
import { canonicalContext } from "../keys/context.ts";
import type { EncryptionContext, Keys } from "../keys/keys.ts";
import { createLru } from "./lru.ts";

/** How long, and how often, a plain data key may serve from memory. */
const maxAgeMs = 5 * 60_000;
const maxUses = 1_000;
const maxEntries = 2_000;

interface CachedKey {
	readonly plaintext: Promise<Uint8Array>;
	readonly until: number;
	uses: number;
}

/** `decrypt` of the key port with a memory; callers that ask at the same time share one call. A failure is not remembered. */
export function rememberDataKeys({ keys, clock }: { readonly keys: Keys; readonly clock: Clock }): Keys["decrypt"] {
	const cache = createLru<CachedKey>(maxEntries);

	return (encrypted, context: EncryptionContext) => {
		const name = `${canonicalContext({ ...context })}${encrypted}`;
		const cached = cache.get(name);
		if (cached && cached.until > clock() && cached.uses < maxUses) {
			cached.uses += 1;
			return cached.plaintext;
		}
		const plaintext = keys.decrypt(encrypted, context);
		const fresh: CachedKey = { plaintext, until: clock() + maxAgeMs, uses: 1 };
		cache.set(name, fresh);
		plaintext.catch(() => {
			if (cache.get(name) === fresh) cache.delete(name);
		});
		return plaintext;
	};
}
