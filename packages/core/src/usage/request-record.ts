import { timeOrderedId } from "../id.ts";
import { type Item, notExists, type Store } from "../store/store.ts";

/** One try of one account within a client request. */
export interface RecordedAttempt {
	readonly attemptId: string;
	readonly profileId: string;
	readonly provider: string;
	readonly model: string;
	/** A `VerdictKind`, or `ok`. */
	readonly verdict: string;
	/** HTTP status of the provider's answer, 0 when there was none. */
	readonly status: number;
	/** Milliseconds the attempt took. */
	readonly ms: number;
}

/** How a client request ended: `broken` = after the first output, `aborted` = the client left. */
export type Outcome = "ok" | "error" | "aborted" | "broken";

/** What is kept of one client request. Holds no prompt, no answer and no tool argument. */
export interface RequestRecord {
	/** From `newRequestId`: sorts by time. */
	readonly id: string;
	/** ms since the epoch, when the request came. */
	readonly time: number;
	readonly workspace: string;
	readonly keyId: string;
	/** The client's protocol, e.g. `openai-chat`. */
	readonly protocol: string;
	/** The model as the client asked for it, at most 200 characters. */
	readonly modelAsked: string;
	/** Where the answer came from; null when no attempt was made. */
	readonly provider: string | null;
	readonly model: string | null;
	readonly profileId: string | null;
	/** How the plan was found; records of before 2026-11-22 tell nothing of it. */
	readonly tier: string;
	readonly score: number;
	readonly confidence: number | null;
	readonly reason: string;
	/** HTTP status the client got. */
	readonly status: number;
	readonly outcome: Outcome;
	readonly attempts: readonly RecordedAttempt[];
	/** Null when the provider did not say. */
	readonly inputTokens: number | null;
	readonly outputTokens: number | null;
	/** Of the input. */
	readonly cachedInputTokens: number | null;
	/** At the catalog's price of the day; null when none is known. */
	readonly costUsd: number | null;
	/** Counts or prices are not the provider's own. */
	readonly estimated: boolean;
	/** Milliseconds from the request to the end of the answer. */
	readonly latencyMs: number;
}

const keptSeconds = 30 * 24 * 3600;
const idPrefix = "req";

/** The id of a client request: random, sorts by `now` (ms), and is the sort key of its record. */
export const newRequestId = (now: number): string => timeOrderedId(idPrefix, now);

export const requestRecordsPk = (workspace: string): string => `ws#${workspace}#request`;

/** Stores the record of a request once: a second write of the same id changes nothing. Kept for 30 days. Throws `StoreError`. */
export async function putRequestRecord(deps: { readonly store: Store }, record: RequestRecord): Promise<void> {
	const { workspace, id, ...facts } = record;
	const item: Item = {
		pk: requestRecordsPk(workspace),
		sk: id,
		...facts,
		attempts: record.attempts.map((attempt) => ({ ...attempt })),
		ttl: Math.ceil(record.time / 1000) + keptSeconds,
	};
	await deps.store.put(item, notExists("pk"));
}
