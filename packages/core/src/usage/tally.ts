import { createHash } from "node:crypto";
import type { Usage } from "@smart-router/llm/chat/response.ts";
import { add, type Change, eq, type Key, not, type Store, StoreError, set } from "../store/store.ts";
import type { Cost } from "./cost.ts";

/** What one ended request adds to the sums of its day. */
export interface Tallied {
	readonly workspace: string;
	readonly requestId: string;
	/** ms, when the request came. */
	readonly time: number;
	readonly keyId: string;
	/** Null when no account was asked. */
	readonly profileId: string | null;
	readonly provider: string | null;
	readonly model: string | null;
	readonly failed: boolean;
	readonly usage: Usage | undefined;
	/** Undefined when no price is known. */
	readonly cost: Cost | undefined;
}

const keptSeconds = 400 * 24 * 3600;
const slots = 16;

export const usagePk = (workspace: string): string => `ws#${workspace}#usage`;

/** The UTC day of a time in ms, `YYYY-MM-DD`. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/**
 * Adds a request to the sums of its day, key, account and model: one atomic update, one item for each combination. The item remembers the last request
 * of each of its slots, so that a write which is repeated because its reply was lost counts once. Throws `StoreError`.
 */
export async function tally({ store }: { readonly store: Store }, of: Tallied): Promise<void> {
	const write = () => store.update(keyOf(of), changesOf(of), notCounted(of));
	try {
		await write();
	} catch (error) {
		if (!(error instanceof StoreError) || error.kind === "invalid") throw error;
		await write();
	}
}

function keyOf({ workspace, time, keyId, profileId, provider, model }: Tallied): Key {
	const named = [dayOf(time), keyId, profileId ?? "", provider ?? "", model ?? ""].map(encodeURIComponent).join("#");
	return { pk: usagePk(workspace), sk: named.length <= 900 ? named : `${named.slice(0, 800)}${digest(named)}` };
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A request has one slot, by the end of its random id; another request that takes it meanwhile is the only way to count twice. */
const slotOf = (requestId: string): string => `slot${requestId.charCodeAt(requestId.length - 1) % slots}`;
const nonceOf = (requestId: string): string => requestId.slice(-12);
const notCounted = ({ requestId }: Tallied) => not(eq([slotOf(requestId)], nonceOf(requestId)));

function changesOf(of: Tallied): Change[] {
	const { usage, cost, time, requestId } = of;
	const counted = {
		requests: 1,
		errors: of.failed ? 1 : 0,
		inputTokens: usage?.input ?? 0,
		cachedInputTokens: usage?.cachedInput ?? 0,
		cacheWriteInputTokens: usage?.cacheWriteInput ?? 0,
		outputTokens: usage?.output ?? 0,
		reasoningTokens: usage?.reasoning ?? 0,
		costNanoUsd: cost?.nanoUsd ?? 0,
		estimatedRequests: usage?.estimated || cost?.estimated ? 1 : 0,
		unpricedRequests: usage && !cost ? 1 : 0,
	};
	return [
		...Object.entries(counted)
			.filter(([name, count]) => count > 0 || name === "requests")
			.map(([name, count]) => add([name], Math.round(count))),
		set(["day"], dayOf(time)),
		...(["keyId", "profileId", "provider", "model"] as const).map((name) => set([name], of[name])),
		set([slotOf(requestId)], nonceOf(requestId)),
		set(["ttl"], Math.ceil(time / 1000) + keptSeconds),
	];
}
