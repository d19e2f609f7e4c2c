import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { isoTime } from "../clock.ts";
import { cooldownViewOf } from "../cooldown-view.ts";
import { revisionOf } from "../revision.ts";
import { usesOf } from "../selection/uses.ts";
import type { AccountView } from "./account.schema.ts";
import type { Account, Pool } from "./account.ts";
import { statusOf } from "./status.ts";

/** An account as the API shows it at `now` (ms), beside its provider as it is now. Cooldowns that are over are left out. */
export const accountViewOf = (account: Account, pool: Pool, provider: Provider | undefined, now: number): AccountView => ({
	profileId: account.profileId,
	provider: account.provider,
	label: account.label,
	displayName: account.displayName,
	email: account.email,
	method: account.method,
	...statusOf(account, pool, now),
	enabled: account.enabled,
	priority: account.priority,
	primary: pool.primary === account.profileId,
	tags: [...account.tags],
	maxConcurrency: account.maxConcurrency,
	models: account.models === null ? null : [...account.models],
	baseUrl: account.baseUrl,
	addressMoved: provider !== undefined && isAtProvider(account) && account.baseUrl !== provider.baseUrl,
	uses: usesOf(account, now),
	lastUsedAt: isoTime(account.lastUsedAt),
	lastVerifiedAt: isoTime(account.lastVerifiedAt),
	tokenExpiresAt: isoTime(account.credentialExpiresAt),
	consecutiveErrors: account.errorStreak,
	cooldowns: Object.entries(account.cooldowns)
		.filter(([, { until }]) => until > now)
		.map(([scope, entry]) => ({ scope, ...cooldownViewOf(entry) })),
	quota: Object.entries(account.quota ?? {})
		.filter(([, { resetsAt }]) => resetsAt === null || resetsAt > now)
		.toSorted(([one], [other]) => (one < other ? -1 : 1))
		.map(([window, { usedPercent, resetsAt, at }]) => ({
			window,
			usedPercent,
			resetsAt: isoTime(resetsAt),
			at: new Date(at).toISOString(),
		})),
	createdAt: isoTime(account.createdAt),
	updatedAt: isoTime(account.updatedAt),
	revision: revisionOf(account),
});

/** Logins are linked to where their provider is; an API key may have been given an address of its own. */
const isAtProvider = ({ method, atProvider }: Account): boolean => method !== "api_key" || atProvider === true;
