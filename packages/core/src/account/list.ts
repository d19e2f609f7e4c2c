import type { Clock } from "../clock.ts";
import type { Page } from "../page.schema.ts";
import { pageOfNamed } from "../page.ts";
import type { Providers } from "../provider/providers.ts";
import type { Store } from "../store/store.ts";
import type { AccountView, ListAccountsQuery } from "./account.schema.ts";
import type { Account } from "./account.ts";
import { readPools } from "./pools.ts";
import { readAccount, readPoolOf } from "./read.ts";
import { accountViewOf } from "./view.ts";

interface Deps {
	readonly store: Store;
	readonly clock: Clock;
	readonly providers: Providers;
}

/** Accounts of a workspace by profile id; `isVisible` says which of them the caller may see. */
export async function listAccounts(
	deps: Deps,
	workspace: string,
	{ provider, status, ...page }: ListAccountsQuery,
	isVisible: (account: Account) => boolean,
): Promise<Page<AccountView>> {
	const now = deps.clock();
	const [pools, providers] = await Promise.all([readPools(deps, workspace), deps.providers.get(workspace)]);
	const views = pools
		.flatMap(({ pool, accounts }) => {
			const itsProvider = providers.find(({ id }) => id === pool.provider);
			return accounts.filter(isVisible).map((account) => accountViewOf(account, pool, itsProvider, now));
		})
		.filter((view) => (provider === undefined || view.provider === provider) && (status === undefined || view.status === status))
		.toSorted((a, b) => (a.profileId < b.profileId ? -1 : 1));
	return pageOfNamed(views, ({ profileId }) => profileId, page);
}

/** Throws `GatewayError` account_not_found. */
export const getAccount = async (deps: Deps, workspace: string, profileId: string): Promise<AccountView> =>
	showAccount(deps, await readAccount(deps, workspace, profileId));

/** The view of an account that was just read or written. */
export async function showAccount(deps: Deps, account: Account): Promise<AccountView> {
	const { workspace, profileId } = account;
	const [pool, providers] = await Promise.all([readPoolOf(deps, workspace, profileId), deps.providers.get(workspace)]);
	const itsProvider = providers.find(({ id }) => id === account.provider);
	return accountViewOf(account, pool, itsProvider, deps.clock());
}
