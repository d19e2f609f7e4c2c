import { estimateTokens } from "@smart-router/llm/chat/estimate-tokens.ts";
import type { ChatRequest } from "@smart-router/llm/chat/request.ts";
import { findEmbeddingModel } from "@smart-router/llm/embeddings/catalog.ts";
import type { EmbeddingClient, EmbeddingRequest } from "@smart-router/llm/embeddings/embedding.ts";
import { GatewayError } from "../errors.ts";
import type { Plan } from "../routing/target.ts";
import { type Answer, type ForwardDeps, type ForwardRequest, forward } from "./forward.ts";

export type EmbedRequest = Omit<ForwardRequest, "chat" | "counts" | "embeddings"> & {
	readonly embeddings: { readonly client: EmbeddingClient; readonly request: EmbeddingRequest };
};

/**
 * Vectors of texts, on the same way as a chat: the same rotation, cooldowns, failover and settlement. Throws `GatewayError` 400 when `auto` finds no
 * provider with embeddings.
 */
export async function embed(deps: ForwardDeps, { embeddings, plan, ...request }: EmbedRequest): Promise<Answer> {
	const chat = spoken(embeddings.request);
	const wanted = { ...embeddings, estimatedTokens: estimateTokens(chat) };
	return forward(deps, { ...request, chat, plan: oneModel(plan), embeddings: wanted });
}

/** `auto` means one model: vectors of two cannot be compared, so a failover from one to another would spoil what the client stores. */
function oneModel(plan: Plan): Plan {
	if (plan.tier !== "DEFAULT") return plan;
	const target = plan.targets.find(({ provider, model }) => findEmbeddingModel(provider.id, model) !== undefined);
	if (target) return { ...plan, targets: [target] };
	throw new GatewayError("unsupported_parameter", "No linked provider is known to have embeddings: Anthropic has none.", {
		param: "model",
		hint: "Link OpenAI or Gemini, or name a model as provider/model.",
	});
}

/** What the records and the masking of quotes need of a request: who it names, and what it says. */
const spoken = ({ model, texts }: EmbeddingRequest): ChatRequest => ({
	model,
	messages: texts.map((text) => ({ role: "user", content: [{ type: "text", text }] })),
	stream: false,
	streamUsage: false,
	tools: [],
	stopSequences: [],
	otherFields: [],
});
