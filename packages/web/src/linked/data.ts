import { computed, signal } from "@preact/signals";
import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import type { PoolView } from "@smart-router/core/account/pool.schema.ts";
import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import { readAll } from "../api/list.ts";
import { poll } from "../api/poll.ts";
import { reuse } from "../api/reuse.ts";

/** What the gateway said last; undefined until it said anything. */
export const accounts = signal<readonly AccountView[] | undefined>(undefined);
export const pools = signal<readonly PoolView[] | undefined>(undefined);
export const providers = signal<readonly ProviderView[] | undefined>(undefined);

export const providerOf = (id: string): ProviderView | undefined => providers.value?.find((provider) => provider.id === id);
export const accountOf = (profileId: string): AccountView | undefined => accounts.value?.find((account) => account.profileId === profileId);

export const byProvider = computed(() => Map.groupBy(accounts.value ?? [], ({ provider }) => provider));

/** Counts changes made here: a look that began before one tells the world as it was, so its answer is thrown away. */
let changes = 0;

async function look(): Promise<void> {
	const before = changes;
	const firstTime = accounts.value === undefined;
	const onPage = (page: readonly AccountView[]): void => {
		if (firstTime && changes === before) accounts.value = page;
	};
	const [foundAccounts, foundPools] = await Promise.all([
		readAll<AccountView>("admin/accounts", onPage),
		readAll<PoolView>("admin/pools"),
		providers.value ?? readProviders(),
	]);
	if (changes !== before) return look();
	accounts.value = reuse(accounts.value, foundAccounts, ({ profileId }) => profileId);
	pools.value = reuse(pools.value, foundPools, ({ provider }) => provider);
}

/** Providers change by hand only, so they are read when something about them changed. */
export async function readProviders(): Promise<void> {
	providers.value = await readAll<ProviderView>("admin/providers");
}

/** Keeps all of it fresh until the returned function is called. */
export const watchAccounts = (): (() => void) => poll(look);

/** Shows what a change answered at once; the next look brings the rest. */
export function showAccount(account: AccountView): void {
	changes += 1;
	const others = accounts.value?.filter(({ profileId }) => profileId !== account.profileId) ?? [];
	accounts.value = [...others, account].toSorted((one, other) => (one.profileId < other.profileId ? -1 : 1));
}

export function dropAccount(profileId: string): void {
	changes += 1;
	accounts.value = accounts.value?.filter((account) => account.profileId !== profileId);
}

export function showPool(pool: PoolView): void {
	changes += 1;
	const others = pools.value?.filter(({ provider }) => provider !== pool.provider) ?? [];
	pools.value = [...others, pool].toSorted((one, other) => (one.provider < other.provider ? -1 : 1));
}
