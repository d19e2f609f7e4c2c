import type { Account } from "../account/account.ts";
import type { PoolSnapshot } from "../account/pools.ts";

/** The snapshot with one account as it is known to stand now. */
export const withAccount = ({ pool, accounts }: PoolSnapshot, account: Account): PoolSnapshot => ({
	pool,
	accounts: accounts.map((known) => (known.sk === account.sk ? account : known)),
});

/** The snapshot without an account that is known to be gone. */
export const withoutAccount = ({ pool, accounts }: PoolSnapshot, { sk }: Account): PoolSnapshot => ({
	pool,
	accounts: accounts.filter((known) => known.sk !== sk),
});
