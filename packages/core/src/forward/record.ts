import { estimateTokens } from "@smart-router/llm/chat/estimate-tokens.ts";
import { noUsage, type Usage } from "@smart-router/llm/chat/response.ts";
import type { Target } from "../routing/target.ts";
import { spend } from "../usage/budget.ts";
import { type Cost, costOf, usdOf } from "../usage/cost.ts";
import { priceOf } from "../usage/price.ts";
import { type Outcome, putRequestRecord, type RequestRecord } from "../usage/request-record.ts";
import { tally } from "../usage/tally.ts";
import type { ForwardDeps, ForwardRequest } from "./forward.ts";
import type { Served } from "./served.ts";
import type { Trail } from "./trail.ts";

export interface Ending {
	readonly outcome: Outcome;
	/** HTTP status the client got. */
	readonly status: number;
	readonly served?: Served;
	/** What the provider told. */
	readonly usage?: Usage | undefined;
	/** Tokens of the output as far as it was seen, estimated. */
	readonly said?: number | undefined;
}

const maxModelLength = 200;

/** Writes the record of a request that has ended, and adds it to the sums of its day. A store that refuses it is reported and costs the client nothing. */
export async function recordRequest(deps: ForwardDeps, request: ForwardRequest, trail: Trail, ending: Ending): Promise<void> {
	const usage = countedUsage(request, ending);
	const cost = usage && priced(usage, ending.served?.prepared.target);
	const record = recordOf(deps, request, trail, ending, usage, cost);
	const { id: requestId, workspace, time, keyId, profileId, provider, model } = record;
	const failed = ending.outcome === "error" || ending.outcome === "broken";
	const counted = { requestId, workspace, time, keyId, profileId, provider, model, failed, usage, cost };
	const written = await Promise.allSettled([
		putRequestRecord(deps, record),
		tally(deps, counted),
		...(request.budget ? [spend(deps, request.budget, counted)] : []),
	]);
	for (const { provider: called, verdict } of record.attempts) deps.metrics.count("provider_calls", { provider: called, verdict });
	if (ending.outcome === "broken") deps.metrics.count("client_failures", { reason: "broken" });
	for (const result of written) if (result.status === "rejected") deps.onFault("request record", result.reason);
}

/**
 * The provider's counts. Where it told none of an answer that it gave, or the answer ended before the last of them, what went in and what was seen to come out
 * is estimated: or a client that hangs up in time would pay for no output.
 */
function countedUsage({ chat, counts, embeddings }: ForwardRequest, { usage, said = 0, served, outcome }: Ending): Usage | undefined {
	if (!served || outcome === "error" || counts || (usage && outcome === "ok")) return usage;
	const told = usage ?? { ...noUsage, input: embeddings?.estimatedTokens ?? estimateTokens(chat), estimated: true };
	const output = Math.ceil(said);
	return output > told.output ? { ...told, output, estimated: true } : told;
}

function priced(usage: Usage, target: Target | undefined): Cost | undefined {
	const price = target && priceOf(target.provider.id, target.model);
	return price && costOf(usage, price);
}

function recordOf(
	{ clock }: ForwardDeps,
	{ requestId, workspace, keyId, client, chat, plan }: ForwardRequest,
	{ startedAt, attempts }: Trail,
	{ served, status, outcome }: Ending,
	usage: Usage | undefined,
	cost: Cost | undefined,
): RequestRecord {
	return {
		id: requestId,
		time: startedAt,
		workspace,
		keyId,
		protocol: client.id,
		modelAsked: chat.model.slice(0, maxModelLength),
		provider: served?.prepared.target.provider.id ?? null,
		model: served?.prepared.target.model ?? null,
		profileId: served?.claim.account.profileId ?? null,
		tier: plan.tier,
		score: plan.score,
		confidence: plan.confidence,
		reason: plan.reason,
		status,
		outcome,
		attempts,
		inputTokens: usage?.input ?? null,
		outputTokens: usage?.output ?? null,
		cachedInputTokens: usage?.cachedInput ?? null,
		costUsd: cost ? usdOf(cost.nanoUsd) : null,
		estimated: (usage?.estimated || cost?.estimated) ?? false,
		latencyMs: clock() - startedAt,
	};
}
