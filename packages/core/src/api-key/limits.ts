import { GatewayError } from "../errors.ts";
import { hasScope, type Principal } from "./principal.ts";

interface AccountName {
	readonly provider: string;
	readonly profileId: string;
}

/** How far a key reaches. */
export type Limits = Pick<Principal, "providers" | "profiles">;

const includes = (list: readonly string[] | null, entry: string): boolean => list === null || list.includes(entry);

/** Whether the key's limits reach this account. */
export const reachesAccount = (limits: Limits, { provider, profileId }: AccountName): boolean =>
	includes(limits.providers, provider) && includes(limits.profiles, profileId);

/** Whether the key's limits reach the provider at all; a key limited to certain profiles reaches it for reading. */
export const reachesProvider = (limits: Limits, provider: string): boolean => includes(limits.providers, provider);

/** Whether a record of what a key did is for the caller's eyes: his own are, those of other keys are for admins. */
export const seesRecord = (caller: Principal, { keyId }: { readonly keyId: string }): boolean =>
	keyId === caller.keyId || hasScope(caller, "admin");

/** Throws `GatewayError` permission_denied when the key's limits leave the account out. */
export function requireAccount(limits: Limits, account: AccountName): void {
	if (!reachesAccount(limits, account)) throw denied("account");
}

/** Throws `GatewayError` permission_denied when the key's limits leave out the provider (undefined: any provider) or some account of it. */
export function requireWholePool(limits: Limits, provider: string | undefined): void {
	const reached = provider === undefined ? limits.providers === null : includes(limits.providers, provider);
	if (!reached || limits.profiles !== null) throw denied("pool");
}

const denied = (what: string): GatewayError =>
	new GatewayError("permission_denied", `Your API key is limited and does not reach this ${what}.`);
