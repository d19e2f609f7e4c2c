import type { Page } from "@smart-router/core/page.schema.ts";
import { request } from "./request.ts";

const pageSize = 200;

/** One page of a list; `path` may have a query of its own. */
export const readPage = <Item>(path: string, cursor: string | null, limit = pageSize, signal?: AbortSignal): Promise<Page<Item>> => {
	const mark = path.includes("?") ? "&" : "?";
	const after = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
	return request("GET", `${path}${mark}limit=${limit}${after}`, signal && { signal });
};

/** A whole list, page after page; `onPage` gets what is there after each. */
export async function readAll<Item>(path: string, onPage?: (items: readonly Item[]) => void): Promise<readonly Item[]> {
	const items: Item[] = [];
	let cursor: string | null = null;
	do {
		const page: Page<Item> = await readPage(path, cursor);
		items.push(...page.data);
		cursor = page.nextCursor;
		if (cursor !== null) onPage?.([...items]);
	} while (cursor !== null);
	return items;
}
