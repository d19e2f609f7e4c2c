import { type Account, poolPrefix, type Scope, sameLife, toAccount, workspacePk } from "../account/account.ts";
import { accountsIn } from "../account/pools.ts";
import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { randomId } from "../id.ts";
import { and, type Change, type Key, type Store, set, unset } from "../store/store.ts";
import { manual } from "./entry.ts";
import { forgiven, place, type Step } from "./step.ts";

export interface ByHandDeps {
	readonly store: Store;
	readonly clock: Clock;
}

const maxTries = 8;

/** Rests an account or a part of it from now on, in place of what stood there. Throws `GatewayError` account_not_found or conflict, `StoreError`. */
export function setCooldown(
	{ store, clock }: ByHandDeps,
	key: Key,
	scope: Scope,
	{ seconds, reason, by }: { readonly seconds: number; readonly reason: string; readonly by?: string },
): Promise<Account> {
	const now = clock();
	const entry = {
		id: randomId("cd"),
		until: now + seconds * 1000,
		reason,
		source: manual,
		status: 0,
		evidence: "",
		...(by !== undefined && { by }),
		at: now,
		streak: 0,
	};
	return change(store, key, (account) => place(account, scope, entry, now));
}

/** Ends one cooldown, whoever set it. Throws as `setCooldown`. */
export const clearCooldown = ({ store }: Pick<ByHandDeps, "store">, key: Key, scope: Scope): Promise<Account> =>
	change(store, key, () => always([unset("cooldowns", scope)]));

/** Nothing rests and nothing is held against the account but a refused credential. */
const reset: readonly Change[] = [set(["cooldowns"], {}), set(["lastFaultAt"], 0), ...forgiven];

/** Ends all cooldowns of an account and its Error, but not the refusal of its credential. Throws as `setCooldown`. */
export const clearAccount = ({ store }: Pick<ByHandDeps, "store">, key: Key): Promise<Account> => change(store, key, () => always(reset));

/**
 * `clearAccount` on every account of the provider, or of the workspace; `cleared` is how many cooldowns it ended before their time.
 * Accounts deleted meanwhile are left alone. Throws `StoreError`.
 */
export async function clearAll(
	{ store, clock }: ByHandDeps,
	{ workspace, provider }: { readonly workspace: string; readonly provider?: string },
): Promise<{ cleared: number }> {
	const prefix = provider === undefined ? "rotation#" : poolPrefix(provider);
	const { items } = await store.query({ pk: workspacePk(workspace), prefix });
	const now = clock();
	let cleared = 0;
	for (const account of accountsIn(items)) {
		const written = await store.update(account, reset, sameLife(account));
		if (written.ok) cleared += Object.values(account.cooldowns).filter(({ until }) => until > now).length;
	}
	return { cleared };
}

const always = (changes: readonly Change[]): Step => ({ changes, conditions: [] });

async function change(store: Store, key: Key, stepOn: (account: Account) => Step): Promise<Account> {
	for (let tries = 0; tries < maxTries; tries++) {
		const item = await store.get(key);
		if (!item) throw new GatewayError("account_not_found", "There is no such account.");
		const account = toAccount(item);
		const { changes, conditions } = stepOn(account);
		const written = await store.update(key, changes, and(sameLife(account), ...conditions));
		if (written.ok) return toAccount(written.item);
	}
	throw new GatewayError("conflict", "The account is being changed by others; try again.");
}
