import type { Verdict } from "@smart-router/llm/limits/verdict.ts";
import { GatewayError } from "../errors.ts";
import { type Target, targetName } from "../routing/target.ts";

/** What was seen of a target when no account of it could answer. */
export interface TargetEnd {
	readonly target: Target;
	/** Accounts linked at its provider. */
	readonly accounts: number;
	/** Of these, neither disabled, expired nor in error. */
	readonly usable: number;
	/** ms, when the first of them may be asked again; null when nothing says so. */
	readonly retryAt: number | null;
	/** Stopped by the bound on attempts or by the deadline, while others are eligible. */
	readonly cutShort: boolean;
}

/** What lies in the accounts that were asked, not in the provider. */
const ofAccounts: ReadonlySet<Verdict["kind"]> = new Set(["auth", "permission", "bad_request"]);

const isLimit = (verdict: Verdict): boolean =>
	verdict.kind === "rate_short" || verdict.kind === "quota_long" || verdict.kind === "overloaded" || verdict.kind === "billing";

const waitSeconds = (retryAt: number, now: number): number => Math.max(1, Math.ceil((retryAt - now) / 1000));

interface Circumstances {
	/** The account that the caller wished for. */
	readonly profileId?: string | undefined;
	/** Other providers might have answered, if the settings let them. */
	readonly couldFallBack?: boolean | undefined;
}

/**
 * The honest end of a request that nobody could answer: 429 with the earliest time over all targets, 502 or 504 with the provider's words
 * when the last failure was its fault, 503 when nothing usable is linked.
 */
export function exhausted(
	ends: readonly TargetEnd[],
	last: Verdict | undefined,
	now: number,
	{ profileId, couldFallBack = false }: Circumstances = {},
): GatewayError {
	const names = ends.map(({ target }) => targetName(target)).join(", ");
	if (last?.kind === "bad_request" && ends.every(({ retryAt }) => retryAt === null)) {
		return new GatewayError("unsupported_parameter", last.message, { param: "model" });
	}
	if (last && !isLimit(last) && !ofAccounts.has(last.kind)) return upstreamFault(last);
	if (ends.every(({ usable }) => usable === 0) && !last) return nothingUsable(ends, names, profileId);
	const times = ends.flatMap(({ retryAt }) => (retryAt === null ? [] : [retryAt]));
	if (times.length > 0 || (last && isLimit(last))) {
		const cutShort = ends.some((end) => end.cutShort);
		const retryAfter = cutShort || times.length === 0 ? 1 : waitSeconds(Math.min(...times), now);
		const who = profileId === undefined ? "Every account" : `The account ${profileId}`;
		const others = couldFallBack ? ", or let other providers answer: smart-router settings --fallback auto" : "";
		return new GatewayError("rate_limited", `${who} for ${names} is rate limited.`, {
			retryAfter,
			hint: `Try again in ${retryAfter} s, or ${profileId === undefined ? `link another account${others}` : "leave the account out"}.`,
		});
	}
	return nothingUsable(ends, names, profileId);
}

function nothingUsable(ends: readonly TargetEnd[], names: string, profileId: string | undefined): GatewayError {
	if (profileId !== undefined) {
		return new GatewayError(
			"no_account_available",
			`The account ${profileId} cannot serve ${names}: it is disabled, expired, in error, or may not.`,
			{
				hint: "See why with GET /admin/pools/{provider}/explain, or leave the account out.",
			},
		);
	}
	const linked = ends.reduce((sum, { accounts }) => sum + accounts, 0);
	const provider = ends[0]?.target.provider.id ?? "<provider>";
	return linked === 0
		? new GatewayError("no_account_available", `No account is linked for ${names}.`, {
				hint: `Link one: smart-router login ${provider} --method api-key`,
			})
		: new GatewayError("no_account_available", `No account for ${names} can be used: all are disabled, expired or in error.`, {
				hint: "See why with GET /admin/accounts, then verify, re-authenticate or enable one.",
			});
}

function upstreamFault(verdict: Verdict): GatewayError {
	const timeout = verdict.kind === "transport" && /time/i.test(verdict.message);
	return new GatewayError(timeout ? "upstream_timeout" : "upstream_error", `The provider failed: ${verdict.message}`, {
		hint: "Every account that could be tried was tried; try again shortly.",
	});
}
