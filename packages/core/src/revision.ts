import type { Clock } from "./clock.ts";
import { GatewayError } from "./errors.ts";
import { timeOrderedId } from "./id.ts";
import { and, type Change, type Condition, eq, type Key, notExists, or, type Store, set, type Written } from "./store/store.ts";

/**
 * The revision of what an admin can change: a new one with every such change, the same while only the gateway counts and marks. It is the ETag of
 * the API, and `If-Match` (RFC 9110, 13.1.1) asks for it.
 */

/** Revisions one of which must be the current one; undefined asks nothing. */
export type Expected = readonly string[] | undefined;

/** Of a thing that nobody changed yet: the account's life where it has one, so that another life of it is another revision. */
const untouched = "initial";

type Revised = Readonly<Record<string, unknown>>;

export function revisionOf(item: Revised | undefined): string {
	const { revision, gen } = item ?? {};
	return typeof revision === "string" ? revision : typeof gen === "string" ? gen : untouched;
}

interface Deps {
	readonly store: Store;
	readonly clock: Clock;
}

export const newRevision = (now: number): string => timeOrderedId("rev", now);

/**
 * A change by an admin, under a new revision. The AWS SDK sends a write again whose reply was lost; the condition then fails on what the first one wrote,
 * which is as good as the reply. Throws `StoreError`.
 */
export async function updateRevised(deps: Deps, key: Key, changes: readonly Change[], condition?: Condition): Promise<Written> {
	const revision = newRevision(deps.clock());
	const written = await deps.store.update(key, [...changes, set(["revision"], revision)], condition);
	return !written.ok && written.current?.["revision"] === revision ? { ok: true, item: written.current } : written;
}

/** `condition`, and that the item is at one of the expected revisions; undefined when nothing is asked. */
export function atRevision(expected: Expected, ...conditions: Condition[]): Condition | undefined {
	if (expected === undefined) return conditions.length > 0 ? and(...conditions) : undefined;
	return and(...conditions, or(...expected.map(at)));
}

const at = (revision: string): Condition =>
	or(eq(["revision"], revision), and(notExists("revision"), revision === untouched ? notExists("gen") : eq(["gen"], revision)));

/** Throws `GatewayError` precondition_failed when the item is at none of the expected revisions. */
export function requireRevision(item: Revised | undefined, expected: Expected): void {
	if (expected === undefined || expected.includes(revisionOf(item))) return;
	throw new GatewayError("precondition_failed", "Somebody changed this since you read it.", {
		param: "If-Match",
		hint: "Read it again, and send the ETag of that answer as If-Match.",
	});
}
