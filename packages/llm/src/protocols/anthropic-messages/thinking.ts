import type { ChatRequest, JsonObject } from "../../chat/request.ts";
import { budgetFor, effortOf } from "../effort.ts";
import type { Warn } from "../loss.ts";
import type { ModelFacts } from "../protocol.ts";
import type { Turn } from "../turns.ts";
import { forcesTool } from "./tools.ts";

export interface Thinking {
	readonly thinking?: JsonObject;
	readonly effort?: string;
}

const smallestBudget = 1024;

/** How the client's wish for reasoning is said to this model (translation facts, section 5). */
export function thinkingOf(request: ChatRequest, model: ModelFacts, maxTokens: number, turns: readonly Turn[], warn: Warn): Thinking {
	if (request.reasoning === undefined) return {};
	const effort = effortOf(request.reasoning);
	if (model.reasoning === undefined || model.reasoning === "none") {
		if (effort !== undefined && effort !== "none") warn("dropped: reasoning_effort");
		return {};
	}
	const display = request.reasoning.includeText === true ? { display: "summarized" } : {};
	return model.reasoning === "budget" ? budgeted() : adaptive();

	/** `disabled` is refused by models that always think, so the least effort stands for `none`. */
	function adaptive(): Thinking {
		const level = effort === "none" || effort === "minimal" ? "low" : effort;
		const said = level === undefined ? {} : { effort: level };
		if (effort === "none") return said;
		if (!forcesTool(request)) return { thinking: { type: "adaptive", ...display }, ...said };
		warn("dropped: thinking, because a tool is forced");
		return said;
	}

	function budgeted(): Thinking {
		if (effort === undefined || effort === "none") return {};
		const wanted = Math.max(request.reasoning?.budgetTokens ?? budgetFor[effort], smallestBudget);
		const budget = wanted < maxTokens ? wanted : Math.floor(maxTokens / 2);
		const obstacle = obstacleTo(budget);
		if (obstacle === undefined) return { thinking: { type: "enabled", budget_tokens: budget, ...display } };
		warn(`dropped: thinking, because ${obstacle}`);
		return {};
	}

	function obstacleTo(budget: number): string | undefined {
		if (budget < smallestBudget) return "max_tokens is too small for it";
		if (forcesTool(request)) return "a tool is forced";
		return continuesUnthought(turns) ? "this turn began without it" : undefined;
	}
}

/** With a budget, a turn that continues after tool results must have begun with thinking. */
function continuesUnthought(turns: readonly Turn[]): boolean {
	const last = turns.at(-1);
	if (last?.role !== "user" || last.results.length === 0) return false;
	const before = turns.at(-2);
	return before?.role === "assistant" && before.parts[0]?.type !== "reasoning";
}
