import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import type { PoolView } from "@smart-router/core/account/pool.schema.ts";
import { useMemo } from "preact/hooks";
import { ProfileRow } from "./profile-row.tsx";

/** The accounts of a provider. Rows out of sight are not laid out (`content-visibility`), so that hundreds of them stay quick. */
export const Profiles = ({ pool, accounts }: { readonly pool: PoolView; readonly accounts: readonly AccountView[] }) => (
	<>
		<h3 class="unseen">Profiles</h3>
		<ul class="profiles">
			{accounts.map((account) => (
				<Entry key={account.profileId} account={account} next={pool.next === account.profileId} />
			))}
		</ul>
	</>
);

/** Draws its row again only when the account changed. */
const Entry = ({ account, next }: { readonly account: AccountView; readonly next: boolean }) =>
	useMemo(() => <ProfileRow account={account} next={next} />, [account, next]);
