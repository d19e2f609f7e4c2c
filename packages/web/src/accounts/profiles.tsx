import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import type { PoolView } from "@smart-router/core/account/pool.schema.ts";
import { useMemo } from "preact/hooks";
import { ProfileRow } from "./profile-row.tsx";

/** More rows than this are laid out only when they come into sight. */
const few = 40;

/** The accounts of a provider. `content-visibility` keeps hundreds of them quick. */
export const Profiles = ({ pool, accounts }: { readonly pool: PoolView; readonly accounts: readonly AccountView[] }) => (
	<>
		<h3 class="unseen">Profiles</h3>
		<ul class={accounts.length > few ? "profiles many" : "profiles"}>
			{accounts.map((account) => (
				<Entry key={account.profileId} account={account} next={pool.next === account.profileId} />
			))}
		</ul>
	</>
);

/** Draws its row again only when the account changed. */
const Entry = ({ account, next }: { readonly account: AccountView; readonly next: boolean }) =>
	useMemo(() => <ProfileRow account={account} next={next} />, [account, next]);
