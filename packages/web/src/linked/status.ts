import type { AccountView } from "@smart-router/core/account/account.schema.ts";

export type Status = AccountView["status"];

/** Worst last, as the cards count them. */
export const statuses: readonly Status[] = ["verified", "cooldown", "expired", "error", "disabled"];

export const statusWord: Readonly<Record<Status, string>> = {
	verified: "Verified",
	cooldown: "Cooldown",
	expired: "Expired",
	error: "Error",
	disabled: "Disabled",
};

type Cooldown = AccountView["cooldowns"][number];

/** Why the whole account rests. */
export const wholeRest = ({ cooldowns }: Pick<AccountView, "cooldowns">): Cooldown | undefined =>
	cooldowns.find(({ scope }) => scope === "*");

/** The models (or groups of them) that rest alone. */
export const restingModels = ({ cooldowns }: Pick<AccountView, "cooldowns">): readonly Cooldown[] =>
	cooldowns.filter(({ scope }) => scope !== "*").toSorted((one, other) => (one.until < other.until ? -1 : 1));

export const scopeName = (scope: string): string => (scope.startsWith("group:") ? `${scope.slice("group:".length)} models` : scope);

/** First letter large: reasons come as fragments. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
