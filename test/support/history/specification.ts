import type { Account, Cooldown } from "@smart-router/core/account/account.ts";
import type { Claim } from "@smart-router/core/selection/claim.ts";
import type { Verdict, VerdictKind } from "@smart-router/llm/limits/verdict.ts";

/**
 * `design/selection.md` once more, for one account and one thing happening at a time: no store, no races, and none of the product's code.
 * Tests let chance always be a half, so that every step has exactly one result.
 */

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

export const pool = { cooldownSeconds: 60, maxRetries: 3 };

/** The models of the tests; a limit of the group falls on the first two. */
export const groupOf: Readonly<Record<string, string | undefined>> = { "gpt-a": "gpt", "gpt-b": "gpt", solo: undefined };
export const models = Object.keys(groupOf);

const scopesOf = (model: string): string[] => ["*", model, ...(groupOf[model] ? [`group:${groupOf[model]}`] : [])];

/** What rests; of the whole account only, where no model is named. */
const resting = ({ cooldowns }: Account, now: number, model?: string): (readonly [scope: string, entry: Cooldown])[] =>
	Object.entries(cooldowns).filter(([scope, { until }]) => until > now && (model === undefined ? ["*"] : scopesOf(model)).includes(scope));

/** May be claimed, also as a probe. */
export function eligible(account: Account, now: number, model?: string): boolean {
	const { errorAt = 0, probedAt = 0 } = account;
	const probesDue = resting(account, now, model).every(([, { probe }]) => probe !== undefined && probe.at <= now);
	const errorDue = Math.max(errorAt, probedAt) + 30 * minute <= now;
	return usable(account) && hasRoom(account, now) && probesDue && (account.errorStreak < pool.maxRetries || errorDue);
}

/** May be claimed, and not only to find out whether it still rests. */
export const isWell = (account: Account, now: number, model?: string): boolean =>
	usable(account) && resting(account, now, model).length === 0 && account.errorStreak < pool.maxRetries;

const usable = ({ enabled, refused, credentialVersion }: Account): boolean => enabled && refused?.credentialVersion !== credentialVersion;

/** Attempts under way count for as long as a function may live. */
const countsFor = 15 * minute;
const underWay = ({ inFlight = {} }: Account, now: number): [attempt: string, until: number][] =>
	Object.entries(inFlight).filter(([, until]) => until > now);
const hasRoom = (account: Account, now: number): boolean =>
	account.maxConcurrency === null || underWay(account, now).length < account.maxConcurrency;

/** ms when an account that waits for nothing but its cooldowns is eligible again. */
export const thawsAt = ({ cooldowns }: Account, model: string): number =>
	Math.max(...scopesOf(model).map((scope) => cooldowns[scope]?.until ?? 0));

/** What a claim by an attempt leaves: `claimedAt` is the claimer's choice, as long as the logical clock grows. */
export const claimed = (account: Account, now: number, model: string, attempt: string): Account => ({
	...account,
	...(account.maxConcurrency !== null && { inFlight: Object.fromEntries([...underWay(account, now), [attempt, now + countsFor]]) }),
	claims: account.claims + 1,
	cooldowns: {
		...account.cooldowns,
		...Object.fromEntries(
			resting(account, now, model).map(([scope, entry]) => [
				scope,
				{ ...entry, ...(entry.probe && { probe: { ...entry.probe, at: now + entry.probe.every } }) },
			]),
		),
	},
	...(account.errorStreak >= pool.maxRetries && { probedAt: now }),
});

/** Over for so long that its streak counts no more; any later write may drop it. */
export const isForgotten = ({ at, until }: Cooldown, now: number): boolean => until + Math.max(10 * minute, 2 * (until - at)) < now;

const without = (cooldowns: Account["cooldowns"], gone: (entry: Cooldown, scope: string) => boolean): Account["cooldowns"] =>
	Object.fromEntries(Object.entries(cooldowns).filter(([scope, entry]) => !gone(entry, scope)));

const refusedOnce = (account: Account, now: number): Account => ({ ...account, errorStreak: account.errorStreak + 1, errorAt: now });

interface Rest {
	readonly scope: string;
	readonly firstMs: number;
	readonly longestMs: number;
	readonly probeEvery?: number;
	/** The provider's no to this account, which a verification or a new credential takes back. */
	readonly refusal?: true;
}

function restOf({ kind, scope }: Verdict, { model, group }: Claim): Rest | undefined {
	const own = scope === "account" ? "*" : scope === "group" && group ? `group:${group}` : model;
	const rests: Partial<Record<VerdictKind, Rest>> = {
		rate_short: { scope: own, firstMs: pool.cooldownSeconds * second, longestMs: 30 * minute },
		quota_long: { scope: own, firstMs: hour, longestMs: day },
		overloaded: { scope: own, firstMs: 10 * second, longestMs: 2 * minute },
		server: { scope: "*", firstMs: minute, longestMs: 30 * minute },
		permission: { scope: "*", firstMs: 30 * minute, longestMs: 30 * minute, probeEvery: 30 * minute, refusal: true },
	};
	return rests[kind];
}

/** What a failed attempt leaves. `newId` names the entry that it may begin. */
export function failed(account: Account, claim: Claim, verdict: Verdict, now: number, newId: string): Account {
	if (verdict.kind === "auth") {
		const { credentialVersion, refused } = account;
		const old = credentialVersion !== claim.account.credentialVersion || refused?.credentialVersion === credentialVersion;
		return old ? account : { ...refusedOnce(account, now), refused: { credentialVersion, at: now, text: verdict.message } };
	}
	const rest = restOf(verdict, claim);
	if (!rest) return account;
	const isFault = verdict.kind === "server";
	// One fault alone is only remembered.
	if (isFault && now - account.lastFaultAt >= minute) return { ...account, lastFaultAt: now };

	const { scope } = rest;
	const stands = account.cooldowns[scope];
	const before = stands && !isForgotten(stands, now) ? stands : undefined;
	const sawIt = before !== undefined && claim.seen[scope] === before.id;
	const streak = !before ? 0 : sawIt ? (before.source === "manual" ? 0 : before.streak + 1) : before.streak;
	const until = endOf(rest, verdict, streak, now);
	const source = sourceOf(verdict, now);
	// Somebody else's window may be prolonged, nothing more; one that the attempt was to probe only by a stated time.
	if (before && (!sawIt || before.until > now)) {
		const raises = until > before.until && (!sawIt || source !== "default");
		const later = raises ? { ...probed(until, rest, now), ...before, until, source } : before;
		return { ...account, cooldowns: { ...account.cooldowns, [scope]: later } };
	}
	const end = Math.max(until, stands?.until ?? 0);
	const { refusal } = rest;
	const entry = { ...emptyEntry, id: newId, at: now, streak, until: end, source, ...(refusal && { refusal }), ...probed(end, rest, now) };
	return {
		...(verdict.kind === "permission" ? refusedOnce(account, now) : account),
		...(isFault && { lastFaultAt: now }),
		cooldowns: { ...account.cooldowns, [scope]: entry },
	};
}

/** Windows over 10 minutes admit probes, those of a refused account seldom. */
const probed = (until: number, { probeEvery = 10 * minute }: Rest, now: number): Pick<Cooldown, "probe"> =>
	until - now > 10 * minute ? { probe: { at: now + probeEvery, every: probeEvery } } : {};

const emptyEntry = { reason: "", status: 0, evidence: "" };
const sourceOf = ({ retryAt }: Verdict, now: number): string => (retryAt !== undefined && retryAt > now ? "provider" : "default");

function endOf({ firstMs, longestMs }: Rest, { retryAt }: Verdict, streak: number, now: number): number {
	if (retryAt === undefined || retryAt <= now) return now + Math.min(firstMs * 2 ** streak, longestMs);
	const wait = Math.min(retryAt - now, 8 * day);
	// The jitter of 0 to 2 s, chance being a half.
	return now + wait + (wait < 10 * minute ? second : 0);
}

/** What a successful attempt leaves: it disproves what stood at its claim and has not changed since, nothing newer. */
export function succeeded(account: Account, claim: Claim, now: number): Account {
	const then = claim.account;
	const disproved = (entry: Cooldown, scope: string): boolean =>
		scopesOf(claim.model).includes(scope) &&
		entry.source !== "manual" &&
		entry.id === claim.seen[scope] &&
		entry.until === then.cooldowns[scope]?.until;
	const used = { ...account, lastUsedAt: Math.max(account.lastUsedAt, now) };
	const calm = account.lastFaultAt === then.lastFaultAt ? { ...used, lastFaultAt: 0 } : used;
	const trusted = account.errorStreak > 0 && account.errorAt === then.errorAt ? forgiven(calm) : calm;
	return { ...trusted, cooldowns: without(account.cooldowns, disproved) };
}

const forgiven = ({ errorAt: _at, probedAt: _probe, errorText: _text, ...account }: Account): Account => ({ ...account, errorStreak: 0 });

/** However an attempt ends, its place is free again. */
export function ended(account: Account, { attemptId }: Claim): Account {
	if (account.inFlight?.[attemptId] === undefined) return account;
	return { ...account, inFlight: Object.fromEntries(Object.entries(account.inFlight).filter(([id]) => id !== attemptId)) };
}

/** What is remembered of attempts: those that still count. */
export const attempts = (account: Account, now: number): Readonly<Record<string, number>> => Object.fromEntries(underWay(account, now));

/** Changes by hand. */
export const rested = (account: Account, scope: string, seconds: number, now: number, id: string): Account => ({
	...account,
	cooldowns: {
		...account.cooldowns,
		[scope]: { ...emptyEntry, id, at: now, until: now + seconds * second, streak: 0, source: "manual" },
	},
});
export const cleared = (account: Account, scope: string): Account => ({
	...account,
	cooldowns: without(account.cooldowns, (_entry, other) => other === scope),
});
export const reset = (account: Account): Account => ({ ...forgiven(account), cooldowns: {}, lastFaultAt: 0 });
export const enabled = (account: Account, is: boolean): Account => ({ ...account, enabled: is });
export const capped = (account: Account, most: number | null): Account => ({ ...account, maxConcurrency: most });
export const renewed = (account: Account): Account => ({ ...account, credentialVersion: account.credentialVersion + 1 });
