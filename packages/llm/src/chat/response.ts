import type { AssistantPart } from "./request.ts";

/** Why the model stopped, in one vocabulary; the provider's own word is kept beside it as `raw`. */
export type FinishReason = "stop" | "length" | "tool-calls" | "content-filter" | "error" | "other";

/** Tokens. `input` includes cached and cache-write tokens, `output` includes reasoning (translation facts, section 6). */
export interface Usage {
	readonly input: number;
	readonly output: number;
	readonly cachedInput: number;
	readonly cacheWriteInput: number;
	readonly reasoning: number;
	/** Counted by the gateway because the provider sent none. */
	readonly estimated?: boolean;
}

export interface ChatResponse {
	readonly id: string;
	/** As the provider names it. */
	readonly model: string;
	/** Seconds since the epoch, as OpenAI has it; 0 when the provider tells none. */
	readonly created: number;
	readonly content: readonly AssistantPart[];
	readonly finishReason: FinishReason;
	readonly rawFinishReason: string;
	/** The stop sequence that ended the answer, where the provider names it. */
	readonly stopSequence?: string;
	readonly usage?: Usage;
}

export const noUsage: Usage = { input: 0, output: 0, cachedInput: 0, cacheWriteInput: 0, reasoning: 0 };
