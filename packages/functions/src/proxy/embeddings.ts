import { affordable } from "@smart-router/core/forward/affordable.ts";
import { embed } from "@smart-router/core/forward/embed.ts";
import type { Answer } from "@smart-router/core/forward/forward.ts";
import { planOf } from "@smart-router/core/forward/wishes.ts";
import { defaultEmbeddings } from "@smart-router/llm/embeddings/catalog.ts";
import type { EmbeddingClient } from "@smart-router/llm/embeddings/embedding.ts";
import type { RuntimeDeps } from "../runtime.ts";
import type { ChatCall } from "./chat.ts";
import { readClientBody } from "./client-body.ts";
import { planFor } from "./plan.ts";
import { readWishes } from "./wishes.ts";

export interface EmbeddingCall extends Omit<ChatCall, "counts"> {
	readonly embeddings: EmbeddingClient;
}

/** Texts to embed in the client's protocol, planned and forwarded. Throws `GatewayError` or `InvalidRequest` for what the client got wrong. */
export async function answerEmbeddings(deps: RuntimeDeps, call: EmbeddingCall): Promise<Answer> {
	const { principal, requestId, client, address, embeddings, rawBody, headers, signal, deadline } = call;
	const body = readClientBody(rawBody, headers);
	const wanted = embeddings.parseRequest(body.json, address.model);
	const wishes = readWishes(principal, headers, body.profile);
	const plan = planOf(await planFor(deps, principal, { model: wanted.model, auto: defaultEmbeddings }), wishes);
	return embed(deps, {
		requestId,
		workspace: principal.workspace,
		keyId: principal.keyId,
		budget: principal.budget,
		profiles: principal.profiles,
		client,
		embeddings: { client: embeddings, request: wanted },
		rawBody: body.text,
		clientHeaders: headers,
		plan: affordable(plan, principal.budget),
		wishes,
		signal,
		...(deadline && { deadline }),
	});
}
