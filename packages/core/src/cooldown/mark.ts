import type { Verdict } from "@smart-router/llm/limits/verdict.ts";
import type { Account } from "../account/account.ts";
import type { Clock, Random } from "../clock.ts";
import { randomId } from "../id.ts";
import type { Claim } from "../selection/outcome.ts";
import type { Store } from "../store/store.ts";
import type { Told } from "./quota-step.ts";
import { abandonedStep, failureStep, successStep } from "./step.ts";
import { writeStep } from "./write.ts";

export interface MarkDeps {
	readonly store: Store;
	readonly clock: Clock;
}

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
	return writeStep(deps.store, claim.account, (account) =>
		failureStep({ verdict, claim, account, now, chance, ...(told && { told }) }, id),
	);
}

/**
 * Writes that an attempt succeeded, which ends what stood against its account when it was claimed; resolves and throws as `markFailure`.
 */
export function markSuccess({ store, clock }: MarkDeps, claim: Claim, told?: Told): Promise<Account | undefined> {
	const now = clock();
	return writeStep(store, claim.account, (account) => successStep(claim, account, now, told));
}

/** Writes that an attempt is over that proved nothing: its client has left, or it never came to a call. Resolves and throws as `markFailure`. */
export const markAbandoned = ({ store }: Pick<MarkDeps, "store">, claim: Claim): Promise<Account | undefined> =>
	writeStep(store, claim.account, (account) => abandonedStep(claim, account));
