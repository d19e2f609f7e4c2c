import type { AccountView } from "@smart-router/core/account/account.schema.ts";

/** A window a provider told of: how much of it is used, and when it begins anew. */
export interface QuotaWindow {
	/** `5 h`, `7 d`, `requests a minute`, … */
	readonly name: string;
	/** 0 to 100. */
	readonly usedPercent: number;
	/** ISO 8601, null when unknown. */
	readonly resetsAt: string | null;
}

/** The windows of an account; none where the gateway knows of none. */
export const quotaOf = (account: AccountView): readonly QuotaWindow[] =>
	"quota" in account && Array.isArray(account.quota) ? account.quota : [];
