import { type Account, type Cooldown, type Scope, wholeAccount } from "../account/account.ts";
import { and, type Condition, eq } from "../store/store.ts";

/** What a failure may do to the entry of its scope, and with which streak. */
export interface Standing {
	/** `begin` a first window, `step` to the next one, or only `raise` the end of one that somebody else began. */
	readonly act: "begin" | "step" | "raise";
	readonly streak: number;
}

export const manual = "manual";
export const maxEntries = 32;
const keptAtLeastMs = 10 * 60_000;

/** Over for so long (10 min, or twice its length) that its streak no longer counts. */
export const isForgotten = ({ at, until }: Cooldown, now: number): boolean => until + Math.max(keptAtLeastMs, 2 * (until - at)) < now;

/** By the id that the attempt saw at its claim, never by comparing two machines' clocks. */
export function standingOf(entry: Cooldown | undefined, seenId: string | undefined, now: number): Standing {
	if (!entry || isForgotten(entry, now)) return { act: "begin", streak: 0 };
	// Who has seen a window that still runs was its probe: that is no further window.
	if (entry.id !== seenId || entry.until > now) return { act: "raise", streak: entry.streak };
	return { act: "step", streak: entry.source === manual ? 0 : entry.streak + 1 };
}

/** Neither replaced nor prolonged since it was read. */
export const unchanged = (scope: Scope, { id, until }: Cooldown): Condition =>
	and(eq(["cooldowns", scope, "id"], id), eq(["cooldowns", scope, "until"], until));

export const forgotten = ({ cooldowns }: Account, now: number): Scope[] =>
	Object.entries(cooldowns).flatMap(([scope, entry]) => (isForgotten(entry, now) ? [scope] : []));

/**
 * What must go so that the scope finds room among the entries: the forgotten ones, then the one that ends soonest (a model's before a
 * group's, one set by hand last, never the whole account's).
 */
export function displaced(account: Account, scope: Scope, now: number): Scope[] {
	const gone = forgotten(account, now).filter((other) => other !== scope);
	const left = Object.entries(account.cooldowns).filter(([other]) => other !== scope && !gone.includes(other));
	const excess = left.length + 1 - maxEntries;
	if (excess <= 0) return gone;
	const worth = (other: Scope, entry: Cooldown): number => (entry.source === manual ? 2 : other.startsWith("group:") ? 1 : 0);
	const soonest = left
		.filter(([other]) => other !== wholeAccount)
		.sort(([one, a], [other, b]) => worth(one, a) - worth(other, b) || a.until - b.until);
	return [...gone, ...soonest.slice(0, excess).map(([other]) => other)];
}

/** Windows longer than this admit probes. */
const probedOverMs = 10 * 60_000;

/** The probes of a window of these ends (ms); none where it is short. */
export const probesOf = (at: number, until: number, every: number): Pick<Cooldown, "probe"> =>
	until - at > probedOverMs ? { probe: { at: at + every, every } } : {};
