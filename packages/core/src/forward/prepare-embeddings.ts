import type { Json } from "@smart-router/llm/chat/request.ts";
import type { EmbeddingClient, EmbeddingRequest, EmbeddingResponse } from "@smart-router/llm/embeddings/embedding.ts";
import { embeddingProtocol } from "@smart-router/llm/embeddings/embedding.ts";
import { embeddingsUpstream } from "@smart-router/llm/embeddings/registry.ts";
import { MalformedAnswer } from "@smart-router/llm/protocols/protocol.ts";
import { upstreamProtocol } from "@smart-router/llm/protocols/registry.ts";
import { embeddingsCall } from "@smart-router/llm/providers/endpoints.ts";
import { GatewayError } from "../errors.ts";
import type { Target } from "../routing/target.ts";
import type { Prepared } from "./prepare.ts";

/** A client's request for embeddings, read. */
export interface WantedEmbeddings {
	readonly client: EmbeddingClient;
	readonly request: EmbeddingRequest;
	/** Tokens to tell where the provider tells none. */
	readonly estimatedTokens: number;
}

/** Parsed numbers take ten times their text, and a function has 256 MB. Google makes at most 100 vectors at once, about 4 MB. */
const maxTranslatedBytes = 8 * 1024 * 1024;

/** Builds the provider's request for embeddings. Throws `GatewayError` 400 where the provider has none, or cannot express what was asked. */
export function prepareEmbeddings(wanted: Target, embeddings: WantedEmbeddings, rawBody: string): Prepared {
	const { client, request } = embeddings;
	const { provider, model } = wanted;
	const protocol = embeddingProtocol(provider, client.protocol);
	if (protocol === undefined) {
		throw new GatewayError("unsupported_parameter", `${provider.name} has no embeddings.`, {
			param: "model",
			hint: "Ask for a model of a provider that has, such as openai/text-embedding-3-small or gemini/gemini-embedding-001.",
		});
	}
	const target: Target = { model, provider: { ...provider, protocol } };
	const upstream = embeddingsUpstream(protocol);
	const passthrough = protocol === client.protocol;
	if (!passthrough && request.untranslatable) {
		const { param, message } = request.untranslatable;
		throw new GatewayError("unsupported_parameter", message, { param });
	}
	return {
		target,
		upstream: upstreamProtocol(protocol),
		passthrough,
		streams: false,
		body: passthrough ? client.passRequest(rawBody, model) : JSON.stringify(upstream.buildRequest(request, model)),
		warnings: passthrough ? [] : request.droppable.map((name) => `dropped: ${name}`),
		exchange: {
			...(!passthrough && { maxBytes: maxTranslatedBytes }),
			call: (baseUrl) => embeddingsCall(target.provider, { baseUrl, model, single: passthrough && client.single }),
			read(text) {
				if (passthrough) return { text, usage: upstream.usageIn(text) };
				const answer = upstream.parseResponse(JSON.parse(text) as Json);
				const told = complete(answer, embeddings);
				const warnings = answer.usage ? [] : ["estimated: tokens, because the provider told none"];
				return { text: JSON.stringify(client.buildResponse(told, request)), usage: told.usage, warnings };
			},
		},
	};
}

/** Throws `MalformedAnswer` where a vector is missing: those behind it would stand for the wrong texts. */
function complete(answer: EmbeddingResponse, { request, estimatedTokens }: WantedEmbeddings): EmbeddingResponse {
	if (answer.vectors.length !== request.texts.length || answer.vectors.some((vector) => vector.length === 0)) {
		throw new MalformedAnswer("The provider's answer does not hold a vector for every text.");
	}
	const estimated = { input: estimatedTokens, output: 0, cachedInput: 0, cacheWriteInput: 0, reasoning: 0, estimated: true };
	return { ...answer, usage: answer.usage ?? estimated };
}
