import type { Usage } from "@smart-router/llm/chat/response.ts";
import { type Outcome, putRequestRecord } from "../usage/request-record.ts";
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

/** Writes the record of a request that has ended. A store that refuses it is reported and costs the client nothing. */
export async function recordRequest(deps: ForwardDeps, request: ForwardRequest, trail: Trail, ending: Ending): Promise<void> {
	const { served, usage } = ending;
	try {
		await putRequestRecord(deps, {
			id: request.requestId,
			time: trail.startedAt,
			workspace: request.workspace,
			keyId: request.keyId,
			protocol: request.client.id,
			modelAsked: request.chat.model.slice(0, maxModelLength),
			provider: served?.prepared.target.provider.id ?? null,
			model: served?.prepared.target.model ?? null,
			profileId: served?.claim.account.profileId ?? null,
			tier: request.plan.tier,
			score: request.plan.score,
			confidence: request.plan.confidence,
			reason: request.plan.reason,
			status: ending.status,
			outcome: ending.outcome,
			attempts: trail.attempts,
			inputTokens: usage?.input ?? null,
			outputTokens: usage?.output ?? null,
			latencyMs: deps.clock() - trail.startedAt,
		});
	} catch (error) {
		deps.onFault("request record", error);
	}
}
