import type { ScoredTier } from "@smart-router/llm/catalog/tiers.ts";
import type { ChatRequest } from "@smart-router/llm/chat/request.ts";
import { circumstances, type Needs, needsOf } from "./needs.ts";
import { type Contribution, scoreConversation } from "./score/score.ts";
import { decide } from "./score/tier.ts";

/** What a request asks of a model, as far as the gateway can tell without asking one. */
export interface Assessment {
	readonly needs: Needs;
	readonly tier: ScoredTier;
	readonly score: number;
	readonly confidence: number;
	/** For people: `code .15, multi-step .08; tools present`. */
	readonly reason: string;
}

export interface AssessOptions {
	/** The request belongs to a conversation that names itself: its tier may go up, not down. */
	readonly pinned: boolean;
	/** Set by the client: the score is told, but does not decide. */
	readonly forced?: ScoredTier;
}

const mostContributions = 4;
const leastPoints = 0.005;

/** Scores a request and finds its tier. Pure: the same request, the same answer. */
export function assess(request: ChatRequest, { pinned, forced }: AssessOptions): Assessment {
	const needs = needsOf(request);
	const { last, highest } = scoreConversation(request, pinned);
	const own = decide(last, circumstances(needs));
	const whole = highest === last ? own : decide(highest, circumstances(needs));
	const rules = [
		...own.rules,
		...(last.assents ? ["agrees to the turn before"] : []),
		...(whole.tier === own.tier ? [] : ["the conversation's tier is kept"]),
	];
	const { tier, confidence } = whole;
	return {
		needs,
		tier: forced ?? tier,
		score: Math.round(last.score * 100) / 100,
		confidence: forced ? 1 : Math.round(confidence * 100) / 100,
		reason: [pointsOf(last.contributions), ...rules, ...(forced ? ["tier set by the client"] : [])].join("; "),
	};
}

function pointsOf(contributions: readonly Contribution[]): string {
	const told = contributions.filter(({ points }) => Math.abs(points) >= leastPoints).slice(0, mostContributions);
	if (told.length === 0) return "nothing stands out";
	return told.map(({ dimension, points }) => `${words(dimension)} ${short(points)}`).join(", ");
}

const words = (dimension: string): string => dimension.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `.15`, `-.02`: two digits, no zero before the point. */
const short = (points: number): string => points.toFixed(2).replace(/^(-?)0\./, "$1.");
