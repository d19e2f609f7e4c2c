import { createHash } from "node:crypto";
import { type Account, affinityKey, type Pool } from "../account/account.ts";
import type { Clock } from "../clock.ts";
import { eq, type Item, le, notExists, or, type Store } from "../store/store.ts";
import { recentOf } from "./uses.ts";

/** Which account a conversation is served by, so that the provider's prompt cache hits and signed reasoning stays valid. */
export interface Binding {
	readonly profileId: string;
	/** ms, when it ends unless the conversation goes on. */
	readonly until: number;
}

/** How a claim stands to the binding of its conversation: it took the bound account, another one for now, or there is none that counts. */
export type Bound = "kept" | "spilled" | "none";

export interface Affinity {
	/** The binding of a conversation, undefined when there is none or it is over. Throws `StoreError`. */
	find(conversation: string): Promise<Binding | undefined>;
	/**
	 * Binds the conversation to the account that has answered it, or prolongs the binding when a tenth of its time is over; another one that was made
	 * meanwhile stays. Throws `StoreError`.
	 */
	keep(conversation: string, answered: Answered): Promise<void>;
}

export interface Answered {
	readonly profileId: string;
	readonly pool: Pool;
	/** As `find` gave it. */
	readonly known: Binding | undefined;
	readonly bound: Bound;
}

/** The id of a conversation at a provider: a hash, for what clients send as session may name persons. */
export const conversationId = (of: {
	readonly workspace: string;
	readonly keyId: string;
	readonly provider: string;
	readonly session: string;
}): string =>
	createHash("sha256")
		.update(JSON.stringify([of.workspace, of.keyId, of.provider, of.session]))
		.digest("base64url");

/** `failover-only` sends everything to one account as it is, and must come back to it. */
export const usesAffinity = ({ affinity, strategy }: Pool): boolean => affinity.enabled && strategy !== "failover-only";

/** Under so many claims within the last 30 to 60 s nobody is crowded: one busy conversation is no reason to leave its account. */
const crowdFrom = 30;

/** More than twice the mean claims of the last minute over the accounts that could serve: then the conversation's request goes elsewhere. */
export function isCrowded(account: Account, open: readonly Account[], now: number): boolean {
	const recent = recentOf(account, now);
	const sum = open.reduce((total, each) => total + recentOf(each, now), 0);
	return open.length >= 3 && recent >= crowdFrom && recent > (2 * sum) / open.length;
}

/** Bindings in the store; what this process is just writing is known to it at once. */
export function createAffinity({ store, clock }: { readonly store: Store; readonly clock: Clock }): Affinity {
	const writing = new Map<string, Promise<Binding | undefined>>();

	async function bind(conversation: string, { profileId, pool, known }: Answered): Promise<Binding | undefined> {
		const now = clock();
		const until = now + pool.affinity.ttlSeconds * 1000;
		const item: Item = { ...affinityKey(conversation), profileId, until, ttl: Math.ceil(until / 1000) };
		const free = or(notExists("pk"), le(["until"], now), eq(["profileId"], known?.profileId ?? profileId));
		const written = await store.put(item, free);
		return bindingOf(written.ok ? written.item : written.current, now);
	}

	return {
		async find(conversation) {
			const pending = writing.get(conversation);
			return pending ? pending : bindingOf(await store.get(affinityKey(conversation)), clock());
		},
		async keep(conversation, answered) {
			const { pool, known, bound } = answered;
			if (!usesAffinity(pool) || bound === "spilled") return;
			if (bound === "kept" && known && known.until - clock() > pool.affinity.ttlSeconds * 900) return;
			const write = bind(conversation, answered);
			writing.set(conversation, write);
			try {
				await write;
			} finally {
				if (writing.get(conversation) === write) writing.delete(conversation);
			}
		},
	};
}

/** The binding in a stored item, undefined when it is over at `now` (ms). */
export function bindingOf(item: Item | undefined, now: number): Binding | undefined {
	const profileId = item?.["profileId"];
	const until = item?.["until"];
	return typeof profileId === "string" && typeof until === "number" && until > now ? { profileId, until } : undefined;
}
