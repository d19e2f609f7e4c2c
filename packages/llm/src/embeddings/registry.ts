import type { EmbeddingProtocol, EmbeddingUpstream } from "./embedding.ts";
import { geminiEmbeddingsUpstream } from "./gemini.ts";
import { openaiEmbeddingsUpstream } from "./openai.ts";

const upstreams: Readonly<Record<EmbeddingProtocol, EmbeddingUpstream>> = {
	"openai-chat": openaiEmbeddingsUpstream,
	gemini: geminiEmbeddingsUpstream,
};

export const embeddingsUpstream = (protocol: EmbeddingProtocol): EmbeddingUpstream => upstreams[protocol];
