import { seesRecord } from "../api-key/limits.ts";
import type { Principal } from "../api-key/principal.ts";
import { GatewayError } from "../errors.ts";
import type { Page, PageQuery } from "../page.schema.ts";
import { pageNewestFirst } from "../page.ts";
import type { Item, Store } from "../store/store.ts";
import type { RequestRecordView } from "./request-record.schema.ts";
import { type RequestRecord, requestRecordsPk } from "./request-record.ts";

/** The requests of a workspace that this caller may see, newest first. Throws `GatewayError` invalid_request for a cursor that is none. */
export async function listRequests(
	{ store }: { readonly store: Store },
	caller: Principal,
	query: PageQuery,
): Promise<Page<RequestRecordView>> {
	const page = await pageNewestFirst(store, requestRecordsPk(caller.workspace), query, (item) => seesRecord(caller, item));
	return { ...page, data: page.data.map(viewOf) };
}

/** One of them. Throws `GatewayError` not_found. */
export async function getRequest({ store }: { readonly store: Store }, caller: Principal, id: string): Promise<RequestRecordView> {
	const item = await store.get({ pk: requestRecordsPk(caller.workspace), sk: id });
	if (item && seesRecord(caller, item)) return viewOf(item);
	throw new GatewayError("not_found", "There is no record of this request: it never was, or it is older than 30 days.", {
		param: "requestId",
	});
}

function viewOf(item: Item): RequestRecordView {
	const { pk: _pk, sk, ttl: _ttl, ...facts } = item as unknown as RequestRecord & { pk: string; sk: string; ttl: number };
	return { ...facts, id: sk, time: new Date(facts.time).toISOString(), attempts: [...facts.attempts] };
}
