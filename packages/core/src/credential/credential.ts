import { credentialKey } from "../account/account.ts";
import type { Clock } from "../clock.ts";
import { canonicalContext } from "../keys/context.ts";
import { type EncryptionContext, type Keys, KeysError } from "../keys/keys.ts";
import { open as openSealed, SealError, seal } from "../keys/seal.ts";
import { and, eq, exists, type Item, type Store, set, unset } from "../store/store.ts";
import { type CredentialSecret, contentOf, sealedContent } from "./content.ts";
import { rememberDataKeys } from "./data-keys.ts";
import { createLru } from "./lru.ts";

const maxCachedItems = 2_000;

export type { ApiKeySecret, CredentialSecret, TokenSet } from "./content.ts";

/** The life of an account that a credential belongs to. */
export interface Owner {
	readonly workspace: string;
	readonly gen: string;
}

/** One version of an account's credential. */
export interface CredentialId extends Owner {
	readonly profileId: string;
	readonly version: number;
}

/**
 * `missing`: removed, or its TTL ran out. `version`: the store holds another one (named), so the account is to be read again.
 * `unreadable`: sealed for another place, altered, of a kind unknown here, or under a key that is gone; only a new credential helps.
 */
export type Opened =
	| { readonly ok: true; readonly secret: CredentialSecret }
	| { readonly ok: false; readonly reason: "missing" | "unreadable" }
	| { readonly ok: false; readonly reason: "version"; readonly version: number };

/** `version` is the one now stored: the new one, or the one that stood in the way (undefined when there is none). */
export type Replaced = { readonly ok: true; readonly version: number } | { readonly ok: false; readonly version: number | undefined };

/** All throw `StoreError`, those that seal or open also `KeysError` (`unavailable`). */
export interface Credentials {
	/** Seals and writes a new account's credential. `ttl` (epoch seconds) removes it unless it is confirmed before. */
	save(credential: CredentialId & { readonly secret: CredentialSecret; readonly ttl?: number }): Promise<void>;
	/** The account exists: the credential stays. False when the credential is gone. */
	confirm(owner: Owner): Promise<boolean>;
	/** Warm, it asks neither the store nor the keys. */
	open(id: CredentialId): Promise<Opened>;
	/** Writes `version + 1`, provided that `version` still is the stored one. */
	replace(credential: CredentialId & { readonly secret: CredentialSecret }): Promise<Replaced>;
	/**
	 * The same in two steps: all that can fail for want of a key is done first, so that between getting a new secret and storing it there is one write,
	 * which may be repeated.
	 */
	readyToReplace(id: CredentialId): Promise<(secret: CredentialSecret) => Promise<Replaced>>;
	/** Removing what is not there succeeds. */
	remove(owner: Owner): Promise<void>;
}

interface CredentialItem extends Item {
	readonly profileId: string;
	readonly version: number;
	readonly sealed: string;
	readonly dataKey: string;
}

const contextOf = ({ workspace, profileId }: Pick<CredentialId, "workspace" | "profileId">): EncryptionContext => ({
	workspace,
	profile: profileId,
	kind: "credential",
});

/** A sealed value opens for this very life of this account, at this version, and nowhere else. */
const bindingOf = (id: CredentialId): string => canonicalContext({ ...contextOf(id), gen: id.gen, version: id.version });

export function createCredentials({
	store,
	keys,
	clock,
}: {
	readonly store: Store;
	readonly keys: Keys;
	readonly clock: Clock;
}): Credentials {
	const dataKeys = rememberDataKeys({ keys, clock });
	const items = createLru<CredentialItem>(maxCachedItems);
	// A data key seals one credential: what it opened can be reached as long as the key is remembered, and no longer.
	const opened = new WeakMap<Uint8Array, { sealed: string; binding: string; content: CredentialSecret }>();
	const cacheName = ({ workspace, gen }: Owner): string => JSON.stringify([workspace, gen]);

	async function sealFor(id: CredentialId, content: CredentialSecret): Promise<Pick<CredentialItem, "sealed" | "dataKey">> {
		const { plaintext, encrypted } = await keys.generateDataKey(contextOf(id));
		return { sealed: seal(Buffer.from(contentOf(content)), plaintext, bindingOf(id)), dataKey: encrypted };
	}

	/** A version is written once, so a cached one of the version asked for is as good as the stored one. */
	async function itemOf(id: CredentialId): Promise<CredentialItem | undefined> {
		const cached = items.get(cacheName(id));
		if (cached?.version === id.version) return cached;
		const item = (await store.get(credentialKey(id.workspace, id.gen))) as CredentialItem | undefined;
		if (!item) return undefined;
		// Whoever opens a credential has its account: a link that died before its last write is completed here, or the TTL would take the credential.
		if (item["ttl"] !== undefined) await store.update(credentialKey(id.workspace, id.gen), [unset("ttl")], exists("pk"));
		items.set(cacheName(id), item);
		return item;
	}

	/** Deciphering costs more than the rest of a warm request's bookkeeping; undefined when the content is of a kind unknown here. */
	function contentUnder(dataKey: Uint8Array, sealed: string, binding: string): CredentialSecret | undefined {
		const known = opened.get(dataKey);
		if (known?.sealed === sealed && known.binding === binding) return known.content;
		const { data: content } = sealedContent.safeParse(JSON.parse(openSealed(sealed, dataKey, binding).toString()));
		if (content) opened.set(dataKey, { sealed, binding, content });
		return content;
	}

	async function readyToReplace(id: CredentialId): Promise<(content: CredentialSecret) => Promise<Replaced>> {
		const version = id.version + 1;
		const next = { ...id, version };
		const { plaintext, encrypted } = await keys.generateDataKey(contextOf(next));
		let sealed: string | undefined;
		return async (content) => {
			// Sealed once: a repeated write is told from another's by its text.
			sealed ??= seal(Buffer.from(contentOf(content)), plaintext, bindingOf(next));
			const written = await store.update(
				credentialKey(id.workspace, id.gen),
				[set(["version"], version), set(["sealed"], sealed), set(["dataKey"], encrypted), set(["sealedAt"], clock()), unset("refresh")],
				and(exists("pk"), eq(["version"], id.version)),
			);
			if (written.ok) return { ok: true, version };
			const current = written.current as CredentialItem | undefined;
			// Our own write whose reply was lost and that was sent again.
			return current?.sealed === sealed ? { ok: true, version } : { ok: false, version: current?.version };
		};
	}

	return {
		async save({ secret: content, ttl, ...id }) {
			const { gen, profileId, version } = id;
			const parts = await sealFor(id, content);
			// `gen` is new, so nothing can stand there; without a condition a repeated write of a lost reply does no harm.
			await store.put({
				...credentialKey(id.workspace, gen),
				...{ gen, profileId, version, ...parts, sealedAt: clock() },
				...(ttl !== undefined && { ttl }),
			});
		},

		async confirm({ workspace, gen }) {
			return (await store.update(credentialKey(workspace, gen), [unset("ttl")], exists("pk"))).ok;
		},

		async open(id) {
			const item = await itemOf(id);
			if (!item) return { ok: false, reason: "missing" };
			if (item.version !== id.version) return { ok: false, reason: "version", version: item.version };
			try {
				const content = contentUnder(await dataKeys.decrypt(item.dataKey, contextOf(id)), item.sealed, bindingOf(id));
				return content ? { ok: true, secret: content } : { ok: false, reason: "unreadable" };
			} catch (cause) {
				if (cause instanceof SealError || (cause instanceof KeysError && cause.kind === "refused"))
					return { ok: false, reason: "unreadable" };
				throw cause;
			}
		},

		async replace({ secret: content, ...id }) {
			return (await readyToReplace(id))(content);
		},

		readyToReplace,

		async remove({ workspace, gen }) {
			const cached = items.get(cacheName({ workspace, gen }));
			if (cached) dataKeys.forget(cached.dataKey, contextOf({ workspace, profileId: cached.profileId }));
			items.delete(cacheName({ workspace, gen }));
			await store.remove(credentialKey(workspace, gen));
		},
	};
}
