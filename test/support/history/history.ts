import type { Strategy } from "@smart-router/core/account/account.ts";
import type { Claim } from "@smart-router/core/selection/claim.ts";
import type { Item } from "@smart-router/core/store/store.ts";
import type { Verdict } from "@smart-router/llm/limits/verdict.ts";

/**
 * What instances of the gateway did to one pool at the same time, as plain data: it is recorded in any number of processes, put together, and
 * judged by `check.ts`.
 */
export interface History {
	readonly operations: readonly Operation[];
	readonly writes: readonly Write[];
}

/** On a stopwatch that all instances share (`process.hrtime` within one machine); the product never sees it. */
export interface Interval {
	readonly from: number;
	readonly to: number;
}

/** One thing that an instance was asked to do. It does one at a time. */
export interface Operation extends Interval {
	readonly id: string;
	readonly instance: string;
	/** ms, what the instance believed the time was, skewed or not; it stands still during the operation. */
	readonly now: number;
	readonly ask: Ask;
	readonly outcome: Outcome;
	/** Conditional writes that were refused because somebody else was faster. */
	readonly refused: number;
	/** Store calls that failed, or whose reply was lost on the way. */
	readonly faults: number;
}

/** One successful write of an account, of the pool or of a request record, with the item it left (or, of a removal, took away). */
export interface Write extends Interval {
	/** Id of its operation. */
	readonly operation: string;
	readonly call: "put" | "update" | "remove";
	/** Which write of the item it is: the recorder counts on the item itself, in the same atomic write, so the order is the store's own. */
	readonly version: number;
	readonly item: Item;
}

export type Ask =
	/** Several at once share the instance's snapshot. */
	| {
			readonly kind: "claim";
			readonly model: string;
			readonly times: number;
			readonly exclude: readonly string[];
			/** A conversation begins: those have a turn of their own. */
			readonly begins: boolean;
			/** Label of the account that the claim's conversation is bound to. */
			readonly boundTo?: string;
	  }
	| { readonly kind: "fail"; readonly claim: Claim; readonly verdict: Verdict }
	| { readonly kind: "succeed"; readonly claim: Claim }
	| { readonly kind: "rest"; readonly label: string; readonly scope: string; readonly seconds: number }
	| { readonly kind: "clear"; readonly label: string; readonly scope: string }
	| { readonly kind: "reset" | "link" | "remove" | "enable" | "disable" | "renew"; readonly label: string }
	| { readonly kind: "cap"; readonly label: string; readonly most: number | null }
	| { readonly kind: "strategy"; readonly strategy: Strategy }
	| { readonly kind: "reset all" | "rotate" | "explain" };

export type Outcome =
	| { readonly kind: "done" }
	| { readonly kind: "claims"; readonly claims: readonly (Claim | "none" | "failed")[] }
	/** `code` of a `GatewayError`, else the error's name and kind. */
	| { readonly kind: "refused"; readonly code: string };

/** Marks the count of an item's writes; no name of the product's. */
export const versionName = "recordedVersion";

/** What breaks one of the rules. */
export interface Violation {
	readonly rule: string;
	readonly what: string;
}
