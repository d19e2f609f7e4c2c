import { estimateTokens } from "@smart-router/llm/chat/estimate-tokens.ts";
import { speaking } from "@smart-router/llm/providers/spoken.ts";
import { GatewayError } from "../errors.ts";
import { type Answer, type ForwardDeps, type ForwardRequest, forward } from "./forward.ts";
import { routeHeaders } from "./route-headers.ts";

/**
 * The tokens of a request. Asked of the first provider in the plan that speaks the client's protocol, for only there is the question the same; where none
 * does, estimated, and `X-Smart-Router-Warning` says so. Throws `GatewayError` not_found where the client's protocol has no such request.
 */
export async function countTokens(deps: ForwardDeps, request: ForwardRequest): Promise<Answer> {
	const { client, chat, plan, requestId } = request;
	const targets = plan.targets.filter(({ provider, model }) => speaking(provider, model, client.id).protocol === client.id);
	if (targets.length > 0) return forward(deps, { ...request, plan: { ...plan, targets }, counts: true });
	if (!client.buildTokenCount) throw new GatewayError("not_found", "This protocol counts no tokens.");
	const warnings = ["estimated: tokens, without the provider's tokenizer"];
	return {
		status: 200,
		headers: { "content-type": "application/json", ...routeHeaders({ requestId, plan, attempts: 0, warnings }) },
		body: JSON.stringify(client.buildTokenCount(estimateTokens(chat))),
		settle: async () => undefined,
	};
}
