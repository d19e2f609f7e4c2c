import type { Account } from "../account/account.ts";
import { eligibility } from "./eligible.ts";
import { needOf, type Progress } from "./progress.ts";
import type { TakeMode } from "./take.ts";
import { type TakenClaim, tryTake } from "./try-take.ts";

/** A capped account can be taken on the very state that was read only; each time that fails, its cap is nearer or somebody has ended. */
const modeFor = ({ maxConcurrency }: Account, tries: number): TakeMode =>
	maxConcurrency !== null ? "compare" : tries === 0 ? "stamp" : "push";
const maxTries = 32;

/** The first of the accounts that still is eligible, taken as it stands: at most two writes each, unless it is capped. Throws `StoreError`. */
export async function inOrder(progress: Progress, accounts: readonly Account[]): Promise<TakenClaim | undefined> {
	const { board } = progress;
	for (const next of accounts) {
		for (let tries = 0; tries < maxTries; tries++) {
			// What a write of this process still under way would leave is not known to be there.
			for (let write = board.writing.get(next.sk); write; write = board.writing.get(next.sk)) await write;
			const account = board.snapshot.accounts.find(({ sk }) => sk === next.sk);
			if (!account || !eligibility(account, needOf(progress)).eligible) break;
			const taken = await tryTake(progress, account, modeFor(account, tries));
			if (taken) return taken;
		}
	}
	return undefined;
}
