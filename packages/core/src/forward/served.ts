import type { Claim } from "../selection/claim.ts";
import type { Conversation } from "./conversation.ts";
import type { Prepared } from "./prepare.ts";
import type { Try } from "./trail.ts";

/** One attempt: what was asked, through which account, and the way to end it. */
export interface Served {
	readonly prepared: Prepared;
	readonly claim: Claim;
	/** Undefined when the client names none. */
	readonly conversation: Conversation | undefined;
	readonly tried: Try;
	/** Ends the upstream call. */
	readonly abort: AbortController;
}
