import { GatewayError } from "./errors.ts";
import type { Page, PageQuery } from "./page.schema.ts";
import type { Item, Store } from "./store/store.ts";

/** A partition's items, newest first where the sort key is a time-ordered id, a page at a time. */
export async function pageNewestFirst(store: Store, pk: string, { limit, cursor }: PageQuery): Promise<Page<Item>> {
	const { items, next } = await store.query({ pk, prefix: "", limit, reverse: true, ...(cursor && { after: readCursor(cursor) }) });
	return { data: items, nextCursor: next === undefined ? null : writeCursor(next) };
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
