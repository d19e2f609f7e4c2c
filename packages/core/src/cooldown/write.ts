import { type Account, sameLife, toAccount } from "../account/account.ts";
import { and, type Store, StoreError, type Written } from "../store/store.ts";
import type { Step } from "./step.ts";

const maxTries = 16;
/** How often a write is repeated that the store refused or did not answer; the SDK's own retries come on top. */
const maxFailures = 3;

/**
 * Writes the step on the account as first read, and again on what it has become whenever somebody else was faster; a step may be repeated, so it must fail
 * on its own traces. Resolves with the account after it, as it stands when there is nothing to write, or with undefined when it has been deleted or linked
 * anew, which is never touched. Throws `StoreError`.
 */
export async function writeStep(
	store: Store,
	first: Account,
	stepOn: (account: Account) => Step | undefined,
): Promise<Account | undefined> {
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

/** A write that is lost is worse than a late one: an account that rests would be asked, one that is well would rest. */
async function insist(update: () => Promise<Written>): Promise<Written> {
	for (let failures = 1; ; failures++) {
		try {
			return await update();
		} catch (error) {
			if (!(error instanceof StoreError) || error.kind === "invalid" || failures > maxFailures) throw error;
		}
	}
}
