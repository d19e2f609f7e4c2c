import { GatewayError } from "../errors.ts";
import type { Page, PageQuery } from "../page.schema.ts";
import { pageNewestFirst } from "../page.ts";
import type { Item, Store } from "../store/store.ts";
import type { RequestRecordView } from "./request-record.schema.ts";
import { type RequestRecord, requestRecordsPk } from "./request-record.ts";

interface Deps {
	readonly store: Store;
}

/** Which records the caller may see. */
type IsVisible = (record: Pick<RequestRecord, "keyId">) => boolean;

/** Requests of a workspace, newest first. Throws `GatewayError` invalid_request for a cursor that is none. */
export async function listRequests(
	{ store }: Deps,
	workspace: string,
	query: PageQuery,
	isVisible: IsVisible,
): Promise<Page<RequestRecordView>> {
	const page = await pageNewestFirst(store, requestRecordsPk(workspace), query, (item) => isVisible(recordIn(item)));
	return { ...page, data: page.data.map(viewOf) };
}

/** One request of a workspace. Throws `GatewayError` not_found. */
export async function getRequest({ store }: Deps, workspace: string, id: string, isVisible: IsVisible): Promise<RequestRecordView> {
	const item = await store.get({ pk: requestRecordsPk(workspace), sk: id });
	if (item && isVisible(recordIn(item))) return viewOf(item);
	throw new GatewayError("not_found", "There is no record of this request: it never was, or it is older than 30 days.", {
		param: "requestId",
	});
}

type Stored = RequestRecord & { readonly pk: string; readonly sk: string; readonly ttl: number };
const recordIn = (item: Item): Stored => item as unknown as Stored;

function viewOf(item: Item): RequestRecordView {
	const { pk: _pk, sk, ttl: _ttl, ...facts } = recordIn(item);
	return { ...facts, id: sk, time: new Date(facts.time).toISOString(), attempts: [...facts.attempts] };
}
