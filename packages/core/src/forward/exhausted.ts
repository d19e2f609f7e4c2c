import type { Verdict } from "@smart-router/llm/limits/verdict.ts";
import { GatewayError } from "../errors.ts";
import { type Target, targetName } from "../routing/target.ts";
import { isFault } from "./throttle.ts";

/** What was seen of a target when no account of it could answer. */
export interface TargetEnd {
	readonly target: Target;
	/** Accounts linked at its provider. */
	readonly accounts: number;
	/** Of these, neither disabled, expired, in error nor refused. */
	readonly usable: number;
	/** ms, when the first of them may be asked again; null when nothing says so. */
	readonly retryAt: number | null;
	/** Stopped by the bound on attempts or by the deadline, while others are eligible. */
	readonly cutShort: boolean;
}

interface Circumstances {
	/** The account that the caller wished for. */
	readonly profileId?: string | undefined;
	/** Other providers might have answered, if the settings let them. */
	readonly couldFallBack?: boolean | undefined;
}

/** What waiting does not mend. */
const refusals: ReadonlySet<Verdict["kind"]> = new Set(["auth", "permission", "billing", "model_missing"]);

/**
 * The honest end of a request that nobody could answer: 502, 503 or 504 with the provider's words when the last failure was its fault, 429 with the earliest
 * time over all targets when accounts are limited, 503 when none can serve it, however long one waits.
 */
export function exhausted(
	ends: readonly TargetEnd[],
	last: Verdict | undefined,
	now: number,
	circumstances: Circumstances = {},
): GatewayError {
	const { profileId } = circumstances;
	const names = ends.map(({ target }) => targetName(target)).join(", ");
	const waits = ends.some(({ retryAt }) => retryAt !== null);
	if (last?.kind === "bad_request" && !waits) return new GatewayError("unsupported_parameter", last.message, { param: "model" });
	const retryAfter = secondsLeft(ends, now);
	if (last && isFault(last.kind)) return upstreamFault(last, retryAfter);
	if (last && refusals.has(last.kind) && !waits) return refused(names, last, profileId);
	return last || waits ? limited(names, retryAfter, circumstances) : nothingUsable(ends, names, profileId);
}

/** Until the first account may be asked again; where some are left that the request did not come to, the next one may. */
function secondsLeft(ends: readonly TargetEnd[], now: number): number {
	if (ends.some(({ cutShort }) => cutShort)) return 1;
	const first = Math.min(...ends.map(({ retryAt }) => retryAt ?? Number.POSITIVE_INFINITY));
	return Number.isFinite(first) ? Math.max(1, Math.ceil((first - now) / 1000)) : 1;
}

function upstreamFault({ kind, reason, message }: Verdict, retryAfter: number): GatewayError {
	if (kind === "overloaded") {
		return new GatewayError("upstream_error", `The provider is overloaded: ${message}`, {
			status: 503,
			retryAfter,
			hint: `Try again in ${retryAfter} s.`,
		});
	}
	return new GatewayError(reason === "timeout" ? "upstream_timeout" : "upstream_error", `The provider failed: ${message}`, {
		hint: "Every account that could be tried was tried; try again shortly.",
	});
}

function refused(names: string, { message }: Verdict, profileId: string | undefined): GatewayError {
	const who = profileId === undefined ? "every account that could be tried" : `the account ${profileId}`;
	return new GatewayError("no_account_available", `The provider refused ${who} for ${names}: ${message}`, {
		hint: "See why with GET /admin/accounts, mend it at the provider, then verify the account or give it a new key.",
	});
}

function limited(names: string, retryAfter: number, { profileId, couldFallBack = false }: Circumstances): GatewayError {
	const others = couldFallBack ? ", or let other providers answer: smart-router settings --fallback auto" : "";
	const [who, instead] =
		profileId === undefined ? ["Every account", `link another account${others}`] : [`The account ${profileId}`, "leave the account out"];
	return new GatewayError("rate_limited", `${who} for ${names} is rate limited.`, {
		retryAfter,
		hint: `Try again in ${retryAfter} s, or ${instead}.`,
	});
}

function nothingUsable(ends: readonly TargetEnd[], names: string, profileId: string | undefined): GatewayError {
	if (profileId !== undefined) {
		return new GatewayError(
			"no_account_available",
			`The account ${profileId} cannot serve ${names}: it is disabled, expired, in error, or not allowed to use the model.`,
			{ hint: "See why with GET /admin/pools/{provider}/explain, or leave the account out." },
		);
	}
	const linked = ends.reduce((sum, { accounts }) => sum + accounts, 0);
	const provider = ends[0]?.target.provider.id ?? "<provider>";
	return linked === 0
		? new GatewayError("no_account_available", `No account is linked for ${names}.`, {
				hint: `Link one: smart-router login ${provider} --method api-key`,
			})
		: new GatewayError(
				"no_account_available",
				`No account for ${names} can be used: each is disabled, expired, in error, or without the model.`,
				{
					hint: "See why with GET /admin/accounts, then verify, re-authenticate or enable one.",
				},
			);
}
