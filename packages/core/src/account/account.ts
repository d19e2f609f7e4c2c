import { and, type Condition, eq, exists, type Item, type Key } from "../store/store.ts";

// Stored shapes are type aliases, not interfaces: only an alias is assignable to `Item`, so they go into the store without a cast.

/** Why an account (or one model of it) rests, and until when. The map's key is the scope: `*`, a model id, or `group:<name>`. */
export type Cooldown = {
	/** Random, a new one with every step of the streak; bookkeeping compares it instead of two machines' clocks. */
	readonly id: string;
	/** ms. Over when `until <= now`; kept a while after that for its streak. */
	readonly until: number;
	/** Why, in words for people: `rate limited`, `quota used up`, `overloaded`, … */
	readonly reason: string;
	/** Where the time came from: `retry-after`, `RetryInfo`, `default`, `manual`, … */
	readonly source: string;
	/** HTTP status that caused it, 0 when none did. */
	readonly status: number;
	/** The provider's words, redacted, at most 300 characters. */
	readonly evidence: string;
	/** ms, when this window began. */
	readonly at: number;
	/** Who set it: the attempt that met the limit, or `key_…` of the person who did. */
	readonly by?: string;
	/**
	 * Only in windows that admit probes: ms from when one real request may find out whether it still holds, and ms until the next one may.
	 * The claim that takes it moves `at`, which is the lease.
	 */
	readonly probe?: { readonly at: number; readonly every: number };
	/**
	 * The provider said no: the account is banned, has no credit, lacks the model. Waiting does not mend it, so an account that rests for it as a whole is
	 * shown as Error; a verification or a new credential ends it.
	 */
	readonly refusal?: true;
	/** How many times in a row it came back, 0 at first; one step a window. */
	readonly streak: number;
};

/** What a cooldown covers: `*`, a model id, or `group:<name>`. */
export type Scope = string;
export const wholeAccount: Scope = "*";
export const groupScope = (group: string): Scope => `group:${group}`;

/**
 * A model's own scope. None for an id that no provider has (clients may send anything): it could pass for another scope, or bloat the item.
 */
export const modelScope = (model: string): Scope | undefined =>
	model.length <= 200 && model.isWellFormed() && !/^(|\*|__proto__|group:.*)$/s.test(model) ? model : undefined;

/** The scopes under which a claim for a model looks, and which its success speaks for; without a model the whole account only. */
export const scopesOf = (model = "", group?: string): Scope[] => [
	wholeAccount,
	...(modelScope(model) === undefined ? [] : [model]),
	...(group === undefined ? [] : [groupScope(group)]),
];

/** Claims counted at the start of the last two 12 h halves; uses of the last 12-24 h = `claims` less the older mark. */
export type UseMark = {
	readonly at: number;
	readonly claims: number;
};

/** How much of a limit is used, as the provider told with an answer at `at` (ms). */
export type Quota = {
	readonly usedPercent: number;
	/** ms, null when the provider did not say. */
	readonly resetsAt: number | null;
	/** The window's length, null when the provider did not say. */
	readonly minutes: number | null;
	readonly at: number;
};

/** The credential was refused at this version; over as soon as the version moves. */
export type Refused = {
	readonly credentialVersion: number;
	readonly at: number;
	readonly text: string;
};

/** An account that the provider refuses is tried with one real request at most every so many ms. */
export const errorProbeEveryMs = 30 * 60_000;

export type AccountMethod = "api_key" | "oauth" | "device";

/** The stored facts of an account, as one item under its pool's prefix. Status is derived from them, never stored. */
export type Account = {
	readonly pk: string;
	readonly sk: string;
	/** Random, made when the account is linked: every later write carries `gen = :gen`, so nothing revives or touches another life of it. */
	readonly gen: string;
	readonly workspace: string;
	readonly provider: string;
	readonly label: string;
	/** `provider:label`, its public id. */
	readonly profileId: string;
	readonly displayName: string | null;
	readonly email: string | null;
	/** Hash of issuer, subject and organization of the login; missing for API keys and where the provider does not say who signed in. */
	readonly identity?: string;
	readonly method: AccountMethod;
	/** The base URL the credential is bound to. */
	readonly baseUrl: string;
	/** Of an API key: `baseUrl` was the provider's own when it was linked, so it is old once the provider has moved. A login's always was. */
	readonly atProvider?: boolean;
	readonly tags: readonly string[];
	/** Model ids this account may serve; null means all. */
	readonly models: readonly string[] | null;
	readonly enabled: boolean;
	/** Lower goes first under `failover-only`. */
	readonly priority: number;
	/** Counter of claims and compare-and-set version. */
	readonly claims: number;
	/** Logical clock in ms: moves at every claim, 0 when never claimed. */
	readonly claimedAt: number;
	/** The same clock for claims that begin a conversation: these take turns among themselves. */
	readonly beganAt?: number;
	/** ms, moved by success only, 0 when never. */
	readonly lastUsedAt: number;
	readonly lastVerifiedAt: number;
	readonly useMarks: readonly UseMark[];
	/** The same for the last two half minutes: how busy it is now. */
	readonly paceMarks?: readonly UseMark[];
	/** At most 32; the map is there from the start, also when empty. */
	readonly cooldowns: Readonly<Record<Scope, Cooldown>>;
	/** By the window's name; at most 16. */
	readonly quota?: Readonly<Record<string, Quota>>;
	readonly refused?: Refused;
	/** Refusals in a row (auth, permission, billing), one step a window; at the pool's `maxRetries` the account counts as Error. */
	readonly errorStreak: number;
	/** ms of the last step of `errorStreak`; none while it is 0. An Error account may be probed 30 min after it. */
	readonly errorAt?: number;
	/** The provider's text of the last failure that stepped `errorStreak`. */
	readonly errorText?: string;
	/** ms of the last server fault; a second one within a minute cools the account. */
	readonly lastFaultAt: number;
	/** Made by the attempt that moved `lastFaultAt`: its own mark, repeated after a lost reply, is no second fault. */
	readonly lastFaultId?: string;
	readonly credentialVersion: number;
	/** ms, null when it does not expire. */
	readonly credentialExpiresAt: number | null;
	/** ms from which the token set is to be renewed; missing where it cannot be: an API key, or a login without a refresh token. */
	readonly refreshAt?: number;
	/** Model ids the provider listed for this account when it was last verified; at most 200. See `servedFacts`. */
	readonly served?: readonly string[];
	/** Nonce of each of the last 8 claims -> its number: a write that is repeated after a lost reply is recognised as our own. */
	readonly nonces: Readonly<Record<string, number>>;
	/** Set by rotate: the next claim takes this one and removes the flag. */
	readonly first?: boolean;
	/** Attempts at once; null means no cap. */
	readonly maxConcurrency: number | null;
	/** attempt id -> ms until which it counts; only kept when a cap is set. */
	readonly inFlight?: Readonly<Record<string, number>>;
	/** ms of the last claim of it as a probe while in Error: the lease that lets one probe through at a time, one in 30 min. */
	readonly probedAt?: number;
	/** Of the last change by an admin; missing until the first one (`revision.ts`). */
	readonly revision?: string;
	readonly createdAt: number;
	/** ms of the last change by a person. Whoever changes `models` must move it: a claim that relied on the list compares it. */
	readonly updatedAt: number;
};

export type Strategy = "round-robin" | "least-used" | "failover-only" | "drain-soonest";

export type Pool = {
	readonly pk: string;
	readonly sk: string;
	readonly provider: string;
	readonly strategy: Strategy;
	/** Seconds to rest after a rate limit that names no time. */
	readonly cooldownSeconds: number;
	/** Failures in a row before an account counts as Error. */
	readonly maxRetries: number;
	readonly affinity: { readonly enabled: boolean; readonly ttlSeconds: number };
	/** Profile id of the account the pool goes to first; null means by the strategy. */
	readonly primary: string | null;
	/** Random, of the rotation that made it so: a write that is repeated after a lost reply is recognised as our own. */
	readonly rotation?: string;
	/** Of the last change by an admin; missing until the first one (`revision.ts`). */
	readonly revision?: string;
};

export const defaultPool: Omit<Pool, "pk" | "sk" | "provider"> = {
	strategy: "round-robin",
	cooldownSeconds: 60,
	maxRetries: 3,
	affinity: { enabled: true, ttlSeconds: 3600 },
	primary: null,
};

export const workspacePk = (workspace: string): string => `ws#${workspace}`;
export const poolPrefix = (provider: string): string => `rotation#${provider}#`;
export const poolKey = (workspace: string, provider: string): Key => ({
	pk: workspacePk(workspace),
	sk: `${poolPrefix(provider)}pool`,
});
export const accountKey = (workspace: string, provider: string, label: string): Key => ({
	pk: workspacePk(workspace),
	sk: `${poolPrefix(provider)}account#${label}`,
});
export const credentialKey = (workspace: string, gen: string): Key => ({
	pk: workspacePk(workspace),
	sk: `credential#${gen}`,
});

/** One item a conversation, each in a partition of its own; `conversation` is a hash. */
export const affinityKey = (conversation: string): Key => ({ pk: `affinity#${conversation}`, sk: "binding" });

/** The item under an account's key; our own writes are the only ones there. */
export const toAccount = (item: Item): Account => item as unknown as Account;

/** The pool's settings; what the item does not say, or no item at all, is the default. */
export const toPool = (workspace: string, provider: string, item?: Item): Pool => ({
	...defaultPool,
	...poolKey(workspace, provider),
	provider,
	...item,
});

export const isAccountItem = ({ sk }: Key): boolean => /^rotation#[^#]*#account#/.test(sk);

/** Not deleted and not linked anew since it was read: part of every write to an account. */
export const sameLife = ({ gen }: Pick<Account, "gen">): Condition => and(exists("pk"), eq(["gen"], gen));
