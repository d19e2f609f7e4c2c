import { findModel } from "@smart-router/llm/catalog/catalog.ts";
import { classify } from "@smart-router/llm/limits/classify.ts";
import type { Failure, Verdict } from "@smart-router/llm/limits/verdict.ts";
import type { Claim } from "../selection/claim.ts";
import { type AttemptResult, attempt, type StreamedAnswer, type WholeAnswer } from "./attempt.ts";
import type { TargetEnd } from "./exhausted.ts";
import type { ForwardDeps, ForwardRequest } from "./forward.ts";
import type { Prepared } from "./prepare.ts";
import { punish } from "./settle.ts";
import { noteFailure, startWithinMs, type Trail, type Try } from "./trail.ts";

/** An account's answer, the request's own fault, the client gone, or nobody left to ask at this target. */
export type TargetResult =
	| { readonly kind: "answered"; readonly answer: WholeAnswer | StreamedAnswer; readonly served: Served }
	| { readonly kind: "refused"; readonly verdict: Verdict; readonly body: string; readonly served: Served }
	| { readonly kind: "aborted"; readonly served: Served }
	| { readonly kind: "end"; readonly end: TargetEnd };

/** Who served an attempt, and the way to end it. */
export interface Served {
	readonly prepared: Prepared;
	readonly claim: Claim;
	readonly tried: Try;
	/** Ends the upstream call. */
	readonly abort: AbortController;
}

const maxAccounts = 10;
/** A provider without capacity is asked once more through another account, then left. */
const maxOverloads = 2;
const headersTimeoutMs = 5 * 60_000;

/** Claims accounts of one target until one answers, bounded by count and by the request's deadline. */
export async function tryTarget(deps: ForwardDeps, request: ForwardRequest, prepared: Prepared, trail: Trail): Promise<TargetResult> {
	const { provider, model } = prepared.target;
	const group = findModel(provider.id, model)?.group;
	const exclude = new Set<string>();
	let overloads = 0;
	while (exclude.size < maxAccounts && overloads < maxOverloads && deps.clock() < trail.startedAt + startWithinMs) {
		const outcome = await deps.selection.claim({
			workspace: request.workspace,
			provider: provider.id,
			model,
			exclude,
			...(group === undefined ? {} : { group }),
			...(request.profiles === null ? {} : { profiles: request.profiles }),
		});
		if (outcome.kind === "none") {
			const { accounts, usable, retryAt } = outcome;
			return { kind: "end", end: { target: prepared.target, accounts, usable, retryAt, cutShort: false } };
		}
		const result = await tryAccount(deps, request, prepared, outcome.claim, trail);
		if (result.kind !== "failed") return result;
		exclude.add(outcome.claim.account.profileId);
		if (result.verdict.kind === "overloaded") overloads++;
	}
	const asked = exclude.size;
	return { kind: "end", end: { target: prepared.target, accounts: asked, usable: asked, retryAt: null, cutShort: true } };
}

type AccountResult = Exclude<TargetResult, { kind: "end" }> | { readonly kind: "failed"; readonly verdict: Verdict };

async function tryAccount(
	deps: ForwardDeps,
	request: ForwardRequest,
	prepared: Prepared,
	claim: Claim,
	trail: Trail,
): Promise<AccountResult> {
	const tried = { attemptId: claim.attemptId, profileId: claim.account.profileId, target: prepared.target, at: deps.clock() };
	const served = { prepared, claim, tried, abort: linkedAbort(request.signal) };
	const result = await callAccount(deps, request, served);
	switch (result.kind) {
		case "whole":
		case "streamed":
			return { kind: "answered", answer: result, served };
		case "aborted":
			return { kind: "aborted", served };
		case "failed": {
			const verdict = judge(result.failure, prepared, deps.clock());
			noteFailure(trail, tried, verdict, deps.clock());
			await punish(deps, served, verdict);
			return verdict.failover ? { kind: "failed", verdict } : { kind: "refused", verdict, body: result.failure.body, served };
		}
	}
}

/** The call with the account's credential; once more when it was refused and a newer one has been stored meanwhile. */
async function callAccount(deps: ForwardDeps, request: ForwardRequest, served: Served): Promise<AttemptResult> {
	const { prepared, claim, abort } = served;
	const { workspace, gen, profileId, credentialVersion } = claim.account;
	const opened = await deps.credentials.open({ workspace, gen, profileId, version: credentialVersion });
	const input = {
		http: deps.http,
		prepared,
		client: request.client,
		clientHeaders: request.clientHeaders,
		stream: request.chat.stream,
		includeUsage: request.chat.streamUsage,
		signal: abort.signal,
		headersTimeoutMs,
	};
	return attempt({ ...input, credential: opened });
}

export function judge(failure: Failure, { target }: Prepared, now: number): Verdict {
	const { provider, model } = target;
	const knownModel = findModel(provider.id, model) !== undefined || provider.models.includes(model);
	return classify(failure, { protocol: provider.protocol, provider: provider.id, model, now, knownModel });
}

function linkedAbort(signal: AbortSignal): AbortController {
	const abort = new AbortController();
	if (signal.aborted) abort.abort();
	else signal.addEventListener("abort", () => abort.abort(), { once: true });
	return abort;
}
