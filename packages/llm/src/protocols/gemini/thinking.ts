import type { ChatRequest, JsonObject, ReasoningEffort } from "../../chat/request.ts";
import { effortOf } from "../effort.ts";
import type { Warn } from "../loss.ts";
import type { ModelFacts } from "../protocol.ts";
import { thinkingStyle } from "./generation.ts";

/** MINIMAL is not known to every model, LOW is. */
const levels: Readonly<Record<ReasoningEffort, string>> = {
	none: "LOW",
	minimal: "LOW",
	low: "LOW",
	medium: "MEDIUM",
	high: "HIGH",
	xhigh: "HIGH",
	max: "HIGH",
};

const budgets: Readonly<Record<ReasoningEffort, number>> = {
	none: 0,
	minimal: 512,
	low: 1024,
	medium: 8192,
	high: 24_576,
	xhigh: 24_576,
	max: 24_576,
};

/** The largest budget every 2.5 model takes, and the smallest that a Pro does. */
const largest = 24_576;
const smallestOfPro = 128;

/** `thinkingConfig` (translation facts, section 5): a level from Gemini 3 on, a number of tokens before, never both. */
export function thinkingConfig(request: ChatRequest, model: ModelFacts, warn: Warn): JsonObject | undefined {
	if (request.reasoning === undefined) return undefined;
	const effort = effortOf(request.reasoning);
	const style = thinkingStyle(model);
	if (style === "none") {
		if (effort !== undefined && effort !== "none") warn("dropped: reasoning_effort");
		return undefined;
	}
	const shown = effort === "none" ? { includeThoughts: false } : request.reasoning.includeText === true ? { includeThoughts: true } : {};
	const config: JsonObject = {
		...shown,
		...(style === "level" ? levelOf(effort) : budgetOf(effort, request.reasoning.budgetTokens, model)),
	};
	return Object.keys(config).length === 0 ? undefined : config;
}

const levelOf = (effort: ReasoningEffort | undefined): JsonObject => (effort === undefined ? {} : { thinkingLevel: levels[effort] });

function budgetOf(effort: ReasoningEffort | undefined, tokens: number | undefined, model: ModelFacts): JsonObject {
	if (tokens !== undefined && tokens < 0) return { thinkingBudget: -1 };
	if (effort === undefined) return {};
	const smallest = /-pro\b/.test(model.id) ? smallestOfPro : 0;
	return { thinkingBudget: Math.max(smallest, Math.min(tokens ?? budgets[effort], largest)) };
}
