import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import type { Account } from "./account.ts";
import type { FreshCredentials } from "./fresh-credentials.ts";
import { readPools } from "./pools.ts";

export interface RenewDueDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly fresh: Pick<FreshCredentials, "renewEarly">;
	/** Resolves after so many milliseconds. */
	readonly wait: (ms: number) => Promise<void>;
	/** For faults that must not keep the other accounts from their renewal. */
	readonly onFault: (what: string, error: unknown) => void;
}

/** What a run of the schedule did, by how each renewal ended. */
export interface RenewedDue {
	readonly due: number;
	readonly fresh: number;
	readonly refused: number;
	readonly unavailable: number;
	/** Left to others, to the next run or to requests. */
	readonly left: number;
}

/** How often the schedule runs. */
export const refreshEveryMs = 5 * 60_000;
/** The renewals of a run begin evenly within this time, no closer than they must. */
const spreadOverMs = 120_000;
const usualGapMs = 1_000;
const atOnce = 20;
/** None begins later: the function must live to see it stored. */
const startWithinMs = 200_000;

/**
 * Renews all token sets of a workspace that would come due before the next run, also of accounts that rest, so that a request seldom has to. Spread over
 * time, for tokens that were given together end together. Throws `StoreError` when the accounts cannot be read.
 *
 * @param signal ends the run early: what has begun is brought to its end, the others are left
 */
export async function renewDue(deps: RenewDueDeps, workspace: string, signal?: AbortSignal): Promise<RenewedDue> {
	const startedAt = deps.clock();
	const accounts = (await readPools(deps, workspace)).flatMap((pool) => pool.accounts);
	const due = accounts
		.filter((account) => isDue(account, startedAt + refreshEveryMs))
		.sort((one, other) => refreshAt(one) - refreshAt(other));
	const gap = Math.min(usualGapMs, spreadOverMs / Math.max(1, due.length));
	const outcome = { fresh: 0, refused: 0, unavailable: 0, left: 0 };
	const ended = new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true }));
	let next = 0;
	const work = async (): Promise<void> => {
		for (let index = next++; index < due.length; index = next++) {
			const account = due[index];
			if (!account) return;
			const ahead = startedAt + index * gap - deps.clock();
			if (ahead > 0) await Promise.race([deps.wait(ahead), ended]);
			if (signal?.aborted || deps.clock() > startedAt + startWithinMs) outcome.left++;
			else outcome[await renewOne(deps, account)]++;
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, due.length) }, work));
	return { due: due.length, ...outcome };
}

const refreshAt = (account: Account): number => account.refreshAt ?? 0;

/** Disabled by hand, or ended by the provider: nobody waits for it. */
const isDue = (account: Account, before: number): boolean =>
	account.enabled &&
	account.refreshAt !== undefined &&
	account.refreshAt <= before &&
	account.refused?.credentialVersion !== account.credentialVersion;

async function renewOne({ fresh, onFault }: RenewDueDeps, account: Account): Promise<keyof Omit<RenewedDue, "due">> {
	try {
		const renewal = await fresh.renewEarly(account);
		return renewal === undefined || renewal.kind === "busy" ? "left" : renewal.kind;
	} catch (error) {
		onFault("scheduled refresh", error);
		return "unavailable";
	}
}
