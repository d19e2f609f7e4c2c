import type { Verdict } from "@smart-router/llm/limits/verdict.ts";
import { type Account, sameLife, toAccount } from "../account/account.ts";
import type { Clock, Random } from "../clock.ts";
import { randomId } from "../id.ts";
import type { Claim } from "../selection/outcome.ts";
import { and, type Store, StoreError, type Written } from "../store/store.ts";
import type { Told } from "./quota-step.ts";
import { abandonedStep, failureStep, type Step, successStep } from "./step.ts";

export interface MarkDeps {
	readonly store: Store;
	readonly clock: Clock;
}

const maxTries = 16;
/** How often a write is repeated that the store refused or did not answer; the SDK's own retries come on top. */
const maxFailures = 3;

/**
 * Writes what a failed attempt means for its account, and resolves with the account after it; undefined when it has been deleted or linked
 * anew, which is never touched. A fault of the request itself writes nothing. Throws `StoreError`.
 */
export function markFailure(
	deps: MarkDeps & { readonly random: Random },
	claim: Claim,
	verdict: Verdict,
	told?: Told,
): Promise<Account | undefined> {
	const id = randomId("cd");
	const now = deps.clock();
	const chance = deps.random();
	return write(deps.store, claim.account, (account) => failureStep({ verdict, claim, account, now, chance, ...(told && { told }) }, id));
}

/**
 * Writes that an attempt succeeded, which ends what stood against its account when it was claimed; resolves and throws as `markFailure`.
 */
export function markSuccess({ store, clock }: MarkDeps, claim: Claim, told?: Told): Promise<Account | undefined> {
	const now = clock();
	return write(store, claim.account, (account) => successStep(claim, account, now, told));
}

/** Writes that an attempt is over that proved nothing: its client has left, or it never came to a call. Resolves and throws as `markFailure`. */
export const markAbandoned = ({ store }: Pick<MarkDeps, "store">, claim: Claim): Promise<Account | undefined> =>
	write(store, claim.account, (account) => abandonedStep(claim, account));

/** The step on the account as first read, and again on what it has become whenever somebody else was faster. */
async function write(store: Store, first: Account, stepOn: (account: Account) => Step | undefined): Promise<Account | undefined> {
	let account = first;
	for (let tries = 0; tries < maxTries; tries++) {
		const step = stepOn(account);
		if (!step) return account;
		const written = await insist(() => store.update(account, step.changes, and(sameLife(first), ...step.conditions)));
		if (written.ok) return toAccount(written.item);
		if (written.current?.["gen"] !== first.gen) return undefined;
		account = toAccount(written.current);
	}
	throw new StoreError("throttled", `Account ${first.profileId} was written by others ${maxTries} times in a row`);
}

/** A mark that is lost sends the next request to an account that rests; each of its steps may be repeated, for it fails on its own traces. */
async function insist(update: () => Promise<Written>): Promise<Written> {
	for (let failures = 1; ; failures++) {
		try {
			return await update();
		} catch (error) {
			if (!(error instanceof StoreError) || error.kind === "invalid" || failures > maxFailures) throw error;
		}
	}
}
