import type { Clock } from "../clock.ts";
import { canonicalContext } from "../keys/context.ts";
import type { EncryptionContext, Keys } from "../keys/keys.ts";

/** How long, and how often, a plain data key may serve from memory. */
const maxAgeMs = 5 * 60_000;
const maxUses = 1_000;
const maxEntries = 2_000;
/** A process that nobody asks for anything looks this often for keys whose time is over. */
const sweepEveryMs = 60_000;

interface CachedKey {
	readonly plaintext: Promise<Uint8Array>;
	/** ms */
	readonly until: number;
	uses: number;
}

export interface DataKeys {
	/**
	 * `decrypt` of the key port with a memory; callers that ask at the same time share one call. A failure is not remembered. The bytes are the caller's
	 * until his next `await`: then they may be wiped.
	 */
	decrypt: Keys["decrypt"];
	/** What it sealed is gone: the key is wiped before its time. */
	forget(encrypted: string, context: EncryptionContext): void;
}

/** Plain data keys for 5 minutes and 1,000 uses; one whose time is over is wiped with the next call, or within a minute where none comes. */
export function rememberDataKeys({ keys, clock }: { readonly keys: Keys; readonly clock: Clock }): DataKeys {
	// All live equally long, so they lie in the order in which they end.
	const cache = new Map<string, CachedKey>();
	let sweepComes = false;

	function drop(name: string, { plaintext }: CachedKey): void {
		cache.delete(name);
		// Reactions of a promise run in the order in which they were asked for: whoever waits for the key has used it by then.
		plaintext.then(
			(key) => key.fill(0),
			() => undefined,
		);
	}

	function sweep(): void {
		const now = clock();
		for (const [name, cached] of cache) {
			if (cached.until > now && cache.size <= maxEntries) return;
			drop(name, cached);
		}
	}

	function sweepLater(): void {
		if (sweepComes) return;
		sweepComes = true;
		setTimeout(() => {
			sweepComes = false;
			sweep();
			if (cache.size > 0) sweepLater();
		}, sweepEveryMs).unref();
	}

	function remember(name: string, plaintext: Promise<Uint8Array>): void {
		const fresh: CachedKey = { plaintext, until: clock() + maxAgeMs, uses: 1 };
		cache.set(name, fresh);
		plaintext.catch(() => {
			if (cache.get(name) === fresh) cache.delete(name);
		});
		sweepLater();
	}

	return {
		decrypt(encrypted, context) {
			sweep();
			const name = nameOf(encrypted, context);
			const cached = cache.get(name);
			if (cached && cached.uses < maxUses) {
				cached.uses += 1;
				return cached.plaintext;
			}
			if (cached) drop(name, cached);
			const plaintext = keys.decrypt(encrypted, context);
			remember(name, plaintext);
			return plaintext;
		},

		forget(encrypted, context) {
			const name = nameOf(encrypted, context);
			const cached = cache.get(name);
			if (cached) drop(name, cached);
		},
	};
}

const nameOf = (encrypted: string, context: EncryptionContext): string => `${canonicalContext({ ...context })}${encrypted}`;
