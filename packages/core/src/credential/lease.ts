import { credentialKey } from "../account/account.ts";
import type { Clock } from "../clock.ts";
import { and, type Condition, eq, exists, gt, type Item, not, type Store, set, unset } from "../store/store.ts";
import type { CredentialId, Owner } from "./credential.ts";

/**
 * Who renews a token set: a mark on the credential item, so that of all instances one asks the provider. A refresh token that rotates counts once; a
 * second call with it makes careful providers end the whole login.
 *
 * Timeline of a mark: none → held (owner) → none, on a credential of the next version
 *                                         → resting (the provider was not to be had, nobody asks before `until`)
 *                                         → refused (the provider has ended the login; only a new login helps)
 * A holder that dies leaves the mark as it is. After `until` the next one holds it and knows of the interruption.
 */
type Mark = {
	/** Null: nobody is at it. */
	readonly owner: string | null;
	/** ms; nobody else tries before. */
	readonly until: number;
	/** An earlier holder began and never said how it ended: the refresh token may be spent. */
	readonly interrupted: boolean;
	/** Tries in a row that found the provider not to be had. */
	readonly failures: number;
	/** Why the provider ended the login. */
	readonly refused?: string;
};

export interface LeaseDeps {
	readonly store: Store;
	readonly clock: Clock;
}

export interface Lease extends CredentialId {
	readonly owner: string;
	readonly interrupted: boolean;
	readonly failures: number;
}

/** What stands in the way of a lease. */
export type Obstacle =
	/** Another instance is at it. */
	| { readonly kind: "busy"; readonly until: number }
	/** The provider was not to be had a moment ago. */
	| { readonly kind: "resting"; readonly until: number }
	| { readonly kind: "refused"; readonly text: string }
	/** It has been renewed. */
	| { readonly kind: "newer"; readonly version: number }
	/** The account was removed. */
	| { readonly kind: "missing" };

/** Longer than a token call (15 s) and the writes after it. */
export const leaseMs = 60_000;
const firstRestMs = 30_000;
const longestRestMs = 15 * 60_000;

const markOf = (item: Item): Mark | undefined => item["refresh"] as unknown as Mark | undefined;

/** Takes the lease on this version of a credential, unless something stands in the way. `owner` is a new random id. Throws `StoreError`. */
export async function takeLease(
	{ store, clock }: LeaseDeps,
	id: CredentialId,
	owner: string,
): Promise<{ readonly kind: "held"; readonly lease: Lease } | Obstacle> {
	const now = clock();
	const key = credentialKey(id.workspace, id.gen);
	const free: Condition[] = [not(exists("refresh", "refused")), not(gt(["refresh", "until"], now))];
	// What the last holder left is read first: a failed write would tell only of those who stand in the way.
	const before = await store.get(key);
	const mark = before && markOf(before);
	const obstacle = obstacleIn(before, id, owner, now);
	if (obstacle) return obstacle;
	const held: Mark = {
		owner,
		until: now + leaseMs,
		interrupted: mark !== undefined && (mark.owner !== null || mark.interrupted),
		failures: mark?.failures ?? 0,
	};
	const seen = mark ? eq(["refresh", "until"], mark.until) : not(exists("refresh"));
	const written = await store.update(key, [set(["refresh"], held)], and(exists("pk"), eq(["version"], id.version), seen, ...free));
	const standing = written.ok ? undefined : (obstacleIn(written.current, id, owner, now) ?? ownOrLost(written.current, owner));
	return standing ?? { kind: "held", lease: { ...id, owner, interrupted: held.interrupted, failures: held.failures } };
}

/** A condition may fail on our own write, whose reply was lost and that was sent again; else somebody took and left the lease meanwhile. */
const ownOrLost = (item: Item | undefined, owner: string): Obstacle | undefined =>
	item && markOf(item)?.owner === owner ? undefined : { kind: "busy", until: 0 };

/** What stands in the way of a renewal at `now`, by the item as read. */
export function obstacleIn(item: Item | undefined, { version }: CredentialId, owner: string, now: number): Obstacle | undefined {
	if (!item) return { kind: "missing" };
	if (item["version"] !== version) return { kind: "newer", version: Number(item["version"]) };
	const mark = markOf(item);
	if (!mark || mark.owner === owner) return undefined;
	if (mark.refused !== undefined) return { kind: "refused", text: mark.refused };
	if (mark.until <= now) return undefined;
	return { kind: mark.owner === null ? "resting" : "busy", until: mark.until };
}

/** The provider could not be asked: nobody asks again for a while, longer each time. Resolves with that time (ms). Throws `StoreError`. */
export async function rest(deps: LeaseDeps, lease: Lease, atLeastMs: number | null, spent: boolean): Promise<number> {
	const usual = Math.min(firstRestMs * 2 ** lease.failures, longestRestMs);
	const until = deps.clock() + Math.min(Math.max(usual, atLeastMs ?? 0), 24 * 60 * 60_000);
	await leave(deps, lease, { owner: null, until, interrupted: spent || lease.interrupted, failures: lease.failures + 1 });
	return until;
}

/** The provider has ended the login: this version is never renewed. Throws `StoreError`. */
export const refuse = (deps: LeaseDeps, lease: Lease, text: string): Promise<void> =>
	leave(deps, lease, { owner: null, until: 0, interrupted: false, failures: 0, refused: text });

/** Nothing was asked, nothing happened. Throws `StoreError`. */
export const giveBack = (deps: LeaseDeps, lease: Lease): Promise<void> => leave(deps, lease, undefined);

async function leave({ store }: LeaseDeps, { workspace, gen, version, owner }: Lease, mark: Mark | undefined): Promise<void> {
	const change = mark ? set(["refresh"], mark) : unset("refresh");
	await store.update(credentialKey(workspace, gen), [change], and(eq(["version"], version), eq(["refresh", "owner"], owner)));
}

/** The credential item as it stands, for those who wait. Throws `StoreError`. */
export const readCredentialItem = ({ store }: Pick<LeaseDeps, "store">, { workspace, gen }: Owner): Promise<Item | undefined> =>
	store.get(credentialKey(workspace, gen));
