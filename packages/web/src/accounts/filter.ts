import { computed, signal } from "@preact/signals";
import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import type { Status } from "../linked/status.ts";

/** What the list is narrowed to. */
export const words = signal("");
export const onlyStatus = signal<Status | null>(null);

export const isFiltered = computed(() => words.value.trim() !== "" || onlyStatus.value !== null);

const textOf = ({ profileId, displayName, email, tags }: AccountView): string =>
	[profileId, displayName, email, ...tags].join(" ").toLowerCase();

/** Whether an account passes: every word stands somewhere in its names, e-mail or tags. */
export const passes = (account: AccountView): boolean =>
	(onlyStatus.value === null || account.status === onlyStatus.value) &&
	words.value
		.toLowerCase()
		.split(/\s+/)
		.every((word) => textOf(account).includes(word));
