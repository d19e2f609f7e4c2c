import type { ChatRequest, ReasoningEffort } from "../chat/request.ts";

type Effort = Exclude<ReasoningEffort, "none">;

/** Tokens of thinking for an effort, where a model wants a number (translation facts, section 5). */
export const budgetFor: Readonly<Record<Effort, number>> = { minimal: 1024, low: 1024, medium: 2048, high: 4096, xhigh: 8192, max: 16384 };

const rows: readonly Effort[] = ["low", "medium", "high", "xhigh", "max"];

/** What the client asked for as an effort; a number of tokens becomes the nearest one. Undefined when it left the choice to the model. */
export function effortOf({ effort, budgetTokens }: NonNullable<ChatRequest["reasoning"]>): ReasoningEffort | undefined {
	if (effort !== undefined || budgetTokens === undefined || budgetTokens < 0) return effort;
	if (budgetTokens === 0) return "none";
	const distance = (row: Effort): number => Math.abs(budgetFor[row] - budgetTokens);
	return rows.reduce((best, row) => (distance(row) < distance(best) ? row : best));
}
