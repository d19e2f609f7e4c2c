import { GatewayError } from "./errors.ts";
import type { Page, PageQuery } from "./page.schema.ts";
import type { Item, Store } from "./store/store.ts";

/** So many times the store is asked for one page of a list from which most is left out. */
const maxQueries = 10;

/**
 * A partition's items, newest first where the sort key is a time-ordered id, a page at a time. Where `isWanted` leaves out many, a page may hold few or
 * none although more follow.
 */
export async function pageNewestFirst(
	store: Store,
	pk: string,
	{ limit, cursor }: PageQuery,
	isWanted: (item: Item) => boolean = () => true,
): Promise<Page<Item>> {
	const found: Item[] = [];
	let next = cursor === undefined ? undefined : readCursor(cursor);
	for (let queries = 0; found.length < limit && queries < maxQueries; queries++) {
		const page = await store.query({ pk, prefix: "", limit, reverse: true, ...(next !== undefined && { after: next }) });
		found.push(...page.items.filter(isWanted));
		next = page.next;
		if (next === undefined) break;
	}
	const data = found.slice(0, limit);
	const after = found.length > limit ? data.at(-1)?.sk : next;
	return { data, nextCursor: after === undefined ? null : writeCursor(after) };
}

/** A page of values that lie in memory in the order of their names. */
export function pageOfNamed<Named>(all: readonly Named[], nameOf: (value: Named) => string, { limit, cursor }: PageQuery): Page<Named> {
	const after = cursor === undefined ? undefined : readCursor(cursor);
	const rest = after === undefined ? all : all.filter((value) => nameOf(value) > after);
	const data = rest.slice(0, limit);
	const last = data.at(-1);
	return { data, nextCursor: rest.length > limit && last !== undefined ? writeCursor(nameOf(last)) : null };
}

const writeCursor = (name: string): string => Buffer.from(name).toString("base64url");

function readCursor(cursor: string): string {
	const name = Buffer.from(cursor, "base64url").toString("utf8");
	if (name === "" || writeCursor(name) !== cursor) {
		throw new GatewayError("invalid_request", "cursor is not one that this list gave.", { param: "cursor" });
	}
	return name;
}
