import type { Principal } from "../api-key/principal.ts";
import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { timeOrderedId } from "../id.ts";
import type { Page, PageQuery } from "../page.schema.ts";
import { pageNewestFirst } from "../page.ts";
import { exists, type Item, type Key, notExists, type Store, set, type Value } from "../store/store.ts";
import type { AuditRecordView } from "./audit.schema.ts";

interface Deps {
	readonly store: Store;
	readonly clock: Clock;
}

export interface AuditEntry {
	readonly principal: Pick<Principal, "workspace" | "keyId" | "keyName">;
	/** The route's id. */
	readonly action: string;
	/** A profile id, provider, key id; at most 300 characters are kept. */
	readonly target: string;
	/** What was asked, secrets left out. */
	readonly details: Value;
}

const keptSeconds = 400 * 24 * 3600;
const maxTargetLength = 300;
const maxDetailsLength = 8_000;

const auditPk = (workspace: string): string => `ws#${workspace}#audit`;

/**
 * Makes a change that leaves a trace: the record is written before the change begins and gets its outcome after it. No record, no change.
 * A record that cannot be completed stays `started`; the change itself is what it is.
 */
export async function audited<Result>(deps: Deps, entry: AuditEntry, change: () => Promise<Result>): Promise<Result> {
	const key = await record(deps, entry);
	try {
		const result = await change();
		await complete(deps, key, "done", null);
		return result;
	} catch (error) {
		await complete(deps, key, "failed", error instanceof GatewayError ? error.code : "internal_error");
		throw error;
	}
}

async function record({ store, clock }: Deps, { principal, action, target, details }: AuditEntry): Promise<Key> {
	const now = clock();
	const key: Key = { pk: auditPk(principal.workspace), sk: timeOrderedId("aud", now) };
	await store.put(
		{
			...key,
			at: now,
			keyId: principal.keyId,
			keyName: principal.keyName,
			action,
			target: target.slice(0, maxTargetLength),
			details: JSON.stringify(details).length > maxDetailsLength ? { omitted: "too long" } : details,
			outcome: "started",
			error: null,
			ttl: Math.ceil(now / 1000) + keptSeconds,
		},
		notExists("pk"),
	);
	return key;
}

async function complete({ store }: Deps, key: Key, outcome: "done" | "failed", error: string | null): Promise<void> {
	// The change has happened or failed by now: an error here must not hide which.
	await store.update(key, [set(["outcome"], outcome), set(["error"], error)], exists("pk")).catch(() => undefined);
}

/** Who changed what, newest first; `isVisible` says which records the caller may see. Throws `GatewayError` invalid_request for a cursor that is none. */
export async function listAudit(
	{ store }: Pick<Deps, "store">,
	workspace: string,
	query: PageQuery,
	isVisible: (record: Pick<AuditRecordView, "keyId">) => boolean,
): Promise<Page<AuditRecordView>> {
	const page = await pageNewestFirst(store, auditPk(workspace), query, (item) => isVisible(viewOf(item)));
	return { ...page, data: page.data.map(viewOf) };
}

function viewOf(item: Item): AuditRecordView {
	const { pk: _pk, sk, ttl: _ttl, at, ...facts } = item as unknown as Omit<AuditRecordView, "id" | "at"> & { at: number } & Item;
	return { ...facts, id: sk, at: new Date(Number(at)).toISOString() } as AuditRecordView;
}
