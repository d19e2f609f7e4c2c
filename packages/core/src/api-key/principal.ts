/** What a key may do. `admin` implies every other scope. */
export const scopes = ["proxy", "accounts:read", "accounts:write", "admin"] as const;
export type Scope = (typeof scopes)[number];

/** What a key may spend in a day or a month of UTC; with both limits the first that is reached counts. */
export type Budget = {
	readonly usd?: number;
	readonly tokens?: number;
	readonly period: "day" | "month";
};

/** Who calls: the facts of a live API key. A null list allows everything. */
export interface Principal {
	readonly workspace: string;
	readonly keyId: string;
	readonly keyName: string;
	readonly scopes: readonly Scope[];
	readonly providers: readonly string[] | null;
	/** Model ids, bare or `provider/model`. */
	readonly models: readonly string[] | null;
	readonly profiles: readonly string[] | null;
	/** Null when there is no limit. */
	readonly requestsPerMinute: number | null;
	/** What it may spend; missing when there is no limit. */
	readonly budget?: Budget | null;
	/** ms since the epoch, null when it does not expire. */
	readonly expiresAt: number | null;
}

/** True when the principal's key has the scope. */
export const hasScope = (principal: Principal, scope: Scope): boolean =>
	principal.scopes.includes(scope) || principal.scopes.includes("admin");
