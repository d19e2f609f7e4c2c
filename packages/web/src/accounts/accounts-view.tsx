import { useEffect } from "preact/hooks";
import { addAddress } from "../linked/addresses.ts";
import { accounts, byProvider, pools, watchAccounts } from "../linked/data.ts";
import { Head } from "../parts/head.tsx";
import { LinkButton } from "../parts/link-button.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { mayWrite } from "../session/session.ts";
import { AccountDialogs } from "./account-dialogs.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { NoAccounts } from "./no-accounts.tsx";
import { OtherProviders } from "./other-providers.tsx";
import { ProviderCard } from "./provider-card.tsx";
import { ReadinessBanner } from "./readiness-banner.tsx";

export function AccountsView() {
	useEffect(watchAccounts, []);
	return (
		<>
			<Head
				title="Accounts"
				about="The provider accounts behind your endpoint. Requests go round the healthy ones; limited ones rest and come back by themselves."
			>
				{mayWrite.value && (
					<LinkButton look="primary" icon="plus" href={addAddress()}>
						Add Account
					</LinkButton>
				)}
			</Head>
			<AccountsBody />
			<AccountDialogs />
		</>
	);
}

function AccountsBody() {
	if (accounts.value === undefined || pools.value === undefined) return <Skeleton rows={5} tall />;
	if (accounts.value.length === 0) return <NoAccounts />;
	const withAccounts = pools.value.filter(({ provider }) => byProvider.value.has(provider));
	return (
		<>
			<ReadinessBanner />
			<FilterBar />
			{withAccounts.map((pool) => (
				<ProviderCard key={pool.provider} pool={pool} />
			))}
			<OtherProviders />
		</>
	);
}
