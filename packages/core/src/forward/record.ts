import { findModel } from "@smart-router/llm/catalog/catalog.ts";
import { estimateTokens } from "@smart-router/llm/chat/estimate-tokens.ts";
import { noUsage, type Usage } from "@smart-router/llm/chat/response.ts";
import { findEmbeddingModel } from "@smart-router/llm/embeddings/catalog.ts";
import type { Target } from "../routing/target.ts";
import { spend } from "../usage/budget.ts";
import { type Cost, costOf, usdOf } from "../usage/cost.ts";
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
	readonly usage?: Usage | undefined;
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
	for (const result of written) if (result.status === "rejected") deps.onFault("request record", result.reason);
}

/** The provider's counts. Where it told none of an answer that it gave, at least what went in is estimated. */
function countedUsage({ chat, counts, embeddings }: ForwardRequest, { usage, served, outcome }: Ending): Usage | undefined {
	if (usage || !served || outcome === "error" || counts) return usage;
	return { ...noUsage, input: embeddings?.estimatedTokens ?? estimateTokens(chat), estimated: true };
}

function priced(usage: Usage, target: Target | undefined): Cost | undefined {
	if (!target) return undefined;
	const [provider, model] = [target.provider.id, target.model];
	const price = findModel(provider, model)?.price ?? findEmbeddingModel(provider, model)?.price;
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
