import { findModel } from "@smart-router/llm/catalog/catalog.ts";
import type { Verdict } from "@smart-router/llm/limits/verdict.ts";
import type { Target } from "../routing/target.ts";
import type { ClaimRequest } from "../selection/claim.ts";
import { whatIsLeft } from "../selection/none.ts";
import { callAccount } from "./call-account.ts";
import { findConversation } from "./conversation.ts";
import type { TargetEnd } from "./exhausted.ts";
import type { ForwardDeps, ForwardRequest } from "./forward.ts";
import type { Prepared } from "./prepare.ts";
import type { StreamedAnswer, WholeAnswer } from "./read-answer.ts";
import type { Served } from "./served.ts";
import { abandon, isOutOfTime, punish } from "./settle.ts";
import { isFault } from "./throttle.ts";
import { noteFailure, startWithinMs, type Trail } from "./trail.ts";
import { profileNotFound } from "./wishes.ts";

/** An account's answer, the request's own fault, or the client gone. */
export type Ended =
	| { readonly kind: "answered"; readonly answer: WholeAnswer | StreamedAnswer; readonly served: Served }
	| { readonly kind: "refused"; readonly verdict: Verdict; readonly body: string; readonly served: Served }
	| { readonly kind: "aborted"; readonly served: Served }
	/** The function's life is nearly over. */
	| { readonly kind: "out of time"; readonly served: Served };

const maxAccounts = 10;
/** A provider without capacity is asked once more through another account, then left. */
const maxOverloads = 2;

/** Claims accounts of one target until one answers, bounded by count and by the request's deadline; a `TargetEnd` when nobody is left to ask.
 * Throws `GatewayError` profile_not_found when the wished account does not exist. */
export async function tryTarget(
	deps: ForwardDeps,
	request: ForwardRequest,
	prepared: Prepared,
	trail: Trail,
): Promise<Ended | { readonly kind: "end"; readonly end: TargetEnd }> {
	const { target } = prepared;
	const group = findModel(target.provider.id, target.model)?.group;
	const exclude = new Set<string>();
	const forced = request.wishes?.profile?.profileId;
	const profiles = forced === undefined ? request.profiles : [forced];
	const conversation = forced === undefined ? findConversation(deps, request, target.provider.id) : undefined;
	let wanted: ClaimRequest = {
		workspace: request.workspace,
		provider: target.provider.id,
		model: target.model,
		exclude,
		...(group === undefined ? {} : { group }),
		...(profiles === null ? {} : { profiles }),
		...(conversation && { binding: conversation.binding }),
	};
	let overloads = 0;
	while (exclude.size < maxAccounts && overloads < maxOverloads && mayStart(deps, trail, target)) {
		const outcome = await deps.selection.claim(wanted);
		if (outcome.kind === "none" && outcome.accounts === 0 && forced !== undefined) throw profileNotFound(forced);
		if (outcome.kind === "none") return { kind: "end", end: endOf(target, outcome, false) };
		const result = await tryAccount(deps, request, { prepared, conversation, claim: outcome.claim }, trail);
		if (result.kind !== "failed") return result;
		exclude.add(outcome.claim.account.profileId);
		if (outcome.claim.probe) wanted = { ...wanted, probes: false };
		if (result.verdict.kind === "overloaded") overloads++;
	}
	const left = await whatIsLeft(deps, wanted);
	return { kind: "end", end: endOf(target, left, left.open) };
}

/** In time, and not after a fault of a provider that is failing altogether. */
function mayStart({ clock, throttle }: ForwardDeps, { startedAt, attempts }: Trail, { provider: { id } }: Target): boolean {
	if (clock() >= startedAt + startWithinMs) return false;
	return throttle.mayRetry(id) || !attempts.some(({ provider, verdict }) => provider === id && isFault(verdict));
}

const endOf = (target: Target, { accounts, usable, retryAt }: Omit<TargetEnd, "target" | "cutShort">, cutShort: boolean): TargetEnd => ({
	target,
	accounts,
	usable,
	retryAt,
	cutShort,
});

async function tryAccount(
	deps: ForwardDeps,
	request: ForwardRequest,
	wanted: Pick<Served, "prepared" | "conversation" | "claim">,
	trail: Trail,
): Promise<Ended | { readonly kind: "failed"; readonly verdict: Verdict }> {
	const { prepared, claim } = wanted;
	const tried = { attemptId: claim.attemptId, profileId: claim.account.profileId, target: prepared.target, at: deps.clock() };
	const { called, served } = await callAccount(deps, request, { ...wanted, tried, abort: linkedAbort(request) }).catch(
		async (error: unknown) => {
			await abandon(deps, claim);
			throw error;
		},
	);
	if (called.kind === "whole" || called.kind === "streamed") return { kind: "answered", answer: called, served };
	if (called.kind === "aborted") return { kind: isOutOfTime(request) ? "out of time" : "aborted", served };
	const { verdict, body, version, told } = called;
	noteFailure(trail, tried, verdict, deps.clock());
	await punish(deps, request, { ...claim, account: { ...claim.account, credentialVersion: version } }, verdict, told);
	return verdict.failover ? { kind: "failed", verdict } : { kind: "refused", verdict, body, served };
}

/** One that both the client's leaving and the end of time pull. */
function linkedAbort({ signal, deadline }: ForwardRequest): AbortController {
	const abort = new AbortController();
	for (const each of deadline ? [signal, deadline] : [signal]) {
		if (each.aborted) abort.abort();
		else each.addEventListener("abort", () => abort.abort(), { once: true });
	}
	return abort;
}
