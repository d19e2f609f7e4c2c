import type { Pool } from "../account/account.ts";

/** What an account is wanted for. */
export interface Need {
	/** Without a model only what concerns the whole account counts. */
	readonly model?: string;
	readonly group?: string;
	/** For the first turn of a conversation, which is going to stay with the account. */
	readonly begins?: boolean;
	/** False for a request that has probed an account already: one is enough. */
	readonly probes?: boolean;
	readonly pool: Pool;
	/** ms */
	readonly now: number;
}
