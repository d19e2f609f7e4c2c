import type { Account, Pool, Scope } from "../account/account.ts";
import type { Binding, Bound } from "./affinity.ts";

export interface ClaimRequest {
	readonly workspace: string;
	readonly provider: string;
	readonly model: string;
	/** The limit group the model belongs to, when it has one. */
	readonly group?: string;
	/** Profile ids that this request has already tried. */
	readonly exclude: ReadonlySet<string>;
	/** Profile ids the caller may use; without it all. */
	readonly profiles?: readonly string[];
	/** The account that the request's conversation is bound to, looked up while the pool is read; must not reject. */
	readonly binding?: Promise<Binding | undefined>;
	/** False when this request has probed an account already. */
	readonly probes?: boolean;
	/** Made when it is not given. */
	readonly attemptId?: string;
}

/** An account taken for one attempt. */
export interface Claim {
	readonly attemptId: string;
	/** As after the write. Its `credentialVersion` must be the one the upstream call is made with. */
	readonly account: Account;
	readonly pool: Pool;
	readonly model: string;
	readonly group?: string;
	/** Ids of the cooldown entries that stood on the account, over or not. */
	readonly seen: Readonly<Record<Scope, string>>;
	/** The account rests, or counts as Error, and this attempt finds out whether it still has to. */
	readonly probe: boolean;
	readonly bound: Bound;
}

export type ClaimOutcome =
	| { readonly kind: "claimed"; readonly claim: Claim }
	| {
			readonly kind: "none";
			/** Accounts linked in the pool that the caller may use. */
			readonly accounts: number;
			/** Of these, those that may serve the model and are neither disabled, expired, in error nor refused. */
			readonly usable: number;
			/** ms, when the first of the usable ones that rest may be asked again; null when none rests. */
			readonly retryAt: number | null;
			/** How many of the accounts were left out because this request had tried them. */
			readonly tried: number;
	  };

export interface Selection {
	/** Takes the account that is next for the model. Throws `StoreError`. */
	claim(request: ClaimRequest): Promise<ClaimOutcome>;
}
