import { GatewayError } from "../errors.ts";
import type { CreateKeyInput } from "./api-key.schema.ts";
import { type Budget, hasScope, type Principal, type Scope } from "./principal.ts";

/**
 * What a caller may give to a key: nothing wider than its own. A limit that is not asked for is the caller's own.
 * All throw `GatewayError` permission_denied that names the field.
 */

export function grantedScopes(caller: Principal, asked: readonly Scope[]): readonly Scope[] {
	const missing = asked.find((scope) => !hasScope(caller, scope));
	if (missing) throw wider("scopes", `Your key does not have the scope ${missing}, so it cannot give it.`);
	return [...new Set(asked)];
}

export function grantedList(
	field: "providers" | "models" | "profiles",
	own: readonly string[] | null,
	asked: readonly string[] | null | undefined,
): readonly string[] | null {
	if (asked === undefined || own === null) return asked ?? own;
	if (asked?.every((entry) => own.includes(entry))) return asked;
	throw wider(field, `Your key is limited to certain ${field}; a key it makes cannot have more.`);
}

export function grantedRate({ requestsPerMinute: own }: Principal, asked: number | null | undefined): number | null {
	if (asked === undefined || own === null) return asked ?? own;
	if (asked !== null && asked <= own) return asked;
	throw wider("requestsPerMinute", `Your key may make ${own} requests a minute; a key it makes cannot make more.`);
}

/** Of a limited caller both limits must be there, none higher, in the same period. */
export function grantedBudget({ budget: own }: Principal, input: CreateKeyInput["budget"]): Budget | null {
	const asked = input && exact(input);
	if (asked === undefined || !own) return asked ?? own ?? null;
	const within = (name: "usd" | "tokens"): boolean => own[name] === undefined || (asked?.[name] ?? Number.POSITIVE_INFINITY) <= own[name];
	if (asked?.period === own.period && within("usd") && within("tokens")) return asked;
	throw wider("budget", `Your key has a budget a ${own.period}; a key it makes cannot have a wider or another one.`);
}

/** What is not given is not there: the store knows no undefined. */
const exact = ({ usd, tokens, period }: NonNullable<CreateKeyInput["budget"]>): Budget => ({
	period,
	...(usd !== undefined && { usd }),
	...(tokens !== undefined && { tokens }),
});

/** Also throws invalid_request for a time that is over. */
export function grantedExpiry({ expiresAt: own }: Principal, asked: CreateKeyInput["expiresAt"], now: number): number | null {
	if (asked === undefined) return own;
	const time = asked === null ? null : Date.parse(asked);
	if (time !== null && time <= now) {
		throw new GatewayError("invalid_request", "expiresAt lies in the past.", {
			param: "expiresAt",
			hint: "Give a time to come, e.g. 2030-01-01T00:00:00Z; DELETE /admin/keys/{keyId} ends a key now.",
		});
	}
	if (own !== null && (time === null || time > own)) {
		throw wider("expiresAt", "Your key ends earlier, so a key it makes cannot live longer.");
	}
	return time;
}

const wider = (param: string, message: string): GatewayError => new GatewayError("permission_denied", message, { param });
