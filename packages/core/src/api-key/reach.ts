import { GatewayError } from "../errors.ts";
import { hasScope, type Principal } from "./principal.ts";

/**
 * An admin key manages the keys that are no wider than itself: it makes none that is wider, and neither changes nor revokes one that is.
 * All throw `GatewayError` permission_denied.
 */

/** How far a key reaches; null is no limit. */
type Reach = Pick<Principal, "scopes" | "providers" | "models" | "profiles" | "expiresAt">;

const lists = ["providers", "models", "profiles"] as const;

/**
 * A budget and requestsPerMinute are counted key by key: whoever has one and made a second key, or raised another's, would have it twice. So such a key
 * manages no keys at all.
 */
export function requireKeyManager({ requestsPerMinute, budget }: Principal): void {
	const counted = budget ? "a budget" : requestsPerMinute === null ? undefined : "a limit of requests a minute";
	if (counted === undefined) return;
	throw new GatewayError("permission_denied", `Your API key has ${counted}, so it cannot make, change or revoke keys.`, {
		hint: "Use an admin key that has neither a budget nor requestsPerMinute.",
	});
}

/** What a key is to be must lie within the caller's own limits; the error names the field. */
export function requireGrantable(caller: Principal, key: Reach): void {
	const param = widerIn(caller, key);
	if (param === undefined) return;
	throw new GatewayError("permission_denied", `Your API key is limited in its ${param}, so it cannot give a key more than it has.`, {
		param,
		hint: "Ask for no more than your own key has, or use an admin key without this limit.",
	});
}

/** The key as it stands must lie within the caller's own limits. */
export function requireManaged(caller: Principal, key: Reach): void {
	const field = widerIn(caller, key);
	if (field === undefined) return;
	throw new GatewayError("permission_denied", `This key reaches further than yours (${field}), so yours cannot change or revoke it.`, {
		param: "keyId",
		hint: "Use an admin key without this limit.",
	});
}

/** The first field in which the key is wider than the caller. */
function widerIn(caller: Principal, key: Reach): keyof Reach | undefined {
	if (!key.scopes.every((scope) => hasScope(caller, scope))) return "scopes";
	const list = lists.find((name) => !isWithin(caller[name], key[name]));
	return list ?? (outlives(caller, key) ? "expiresAt" : undefined);
}

const isWithin = (own: readonly string[] | null, asked: readonly string[] | null): boolean =>
	own === null || (asked?.every((entry) => own.includes(entry)) ?? false);

const outlives = ({ expiresAt: own }: Reach, { expiresAt: asked }: Reach): boolean => own !== null && (asked === null || asked > own);
