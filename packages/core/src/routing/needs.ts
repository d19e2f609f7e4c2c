import { estimateTokens } from "@smart-router/llm/chat/estimate-tokens.ts";
import type { ChatRequest, Message, ToolResultPart } from "@smart-router/llm/chat/request.ts";
import type { Circumstances } from "./score/tier.ts";

/** What a request cannot do without. */
export interface Needs {
	readonly tools: boolean;
	readonly images: boolean;
	readonly pdf: boolean;
	readonly structuredOutput: boolean;
	/** Estimated tokens of input. */
	readonly tokens: number;
	/** Tokens of output that were asked for; 0 when none were. */
	readonly outputTokens: number;
}

type Part = Message["content"][number] | ToolResultPart["content"][number];

/** What a request needs of a model. */
export function needsOf(request: ChatRequest): Needs {
	const parts: Part[] = request.messages.flatMap(({ content }): readonly Part[] => content);
	const inner = parts.flatMap((part): readonly Part[] => (part.type === "tool-result" ? part.content : [part]));
	const { toolChoice, tools, responseFormat, maxOutputTokens } = request;
	return {
		tools: (tools.length > 0 && toolChoice?.type !== "none") || inner.some(({ type }) => type === "tool-call"),
		images: inner.some(({ type }) => type === "image"),
		pdf: inner.some(({ type }) => type === "file"),
		structuredOutput: responseFormat?.type === "json-schema",
		tokens: estimateTokens(request),
		outputTokens: maxOutputTokens ?? 0,
	};
}

export const circumstances = ({ tools, structuredOutput, tokens }: Needs): Circumstances => ({
	tools,
	structured: structuredOutput,
	tokens,
});

/** What the tier depends on besides words. */
export const circumstancesOf = (request: ChatRequest): Circumstances => circumstances(needsOf(request));
