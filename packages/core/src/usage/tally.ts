import { createHash } from "node:crypto";
import type { Usage } from "@smart-router/llm/chat/response.ts";
import { add, type Change, type Key, type Store, set } from "../store/store.ts";
import { addOnce } from "./add-once.ts";
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

export const usagePk = (workspace: string): string => `ws#${workspace}#usage`;

/** The UTC day of a time in ms, `YYYY-MM-DD`. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/**
 * Adds a request to the sums of its day, key, account and model: one atomic update, one item for each combination. Throws `StoreError`.
 */
export const tally = ({ store }: { readonly store: Store }, of: Tallied): Promise<void> =>
	addOnce(store, keyOf(of), of.requestId, changesOf(of));

function keyOf({ workspace, time, keyId, profileId, provider, model }: Tallied): Key {
	const named = [dayOf(time), keyId, profileId ?? "", provider ?? "", model ?? ""].map(encodeURIComponent).join("#");
	return { pk: usagePk(workspace), sk: named.length <= 900 ? named : `${named.slice(0, 800)}${digest(named)}` };
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

function changesOf(of: Tallied): Change[] {
	const { usage, cost, time } = of;
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
		set(["ttl"], Math.ceil(time / 1000) + keptSeconds),
	];
}
