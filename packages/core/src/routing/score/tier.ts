import { type ScoredTier, tiers } from "@smart-router/llm/catalog/tiers.ts";
import type { Scored } from "./score.ts";
import fitted from "./weights.json" with { type: "json" };

export interface Boundaries {
	/** The lowest score of each tier above SIMPLE. */
	readonly boundaries: Readonly<Record<Exclude<ScoredTier, "SIMPLE">, number>>;
	/** How fast confidence grows with the distance to the nearest boundary. */
	readonly steepness: number;
}

/** What is known of a request besides its words. */
export interface Circumstances {
	readonly tools: boolean;
	readonly structured: boolean;
	/** Estimated tokens of input. */
	readonly tokens: number;
}

export interface Decision {
	readonly tier: ScoredTier;
	/** In [0.5, 1]: how far the score lies from a boundary; 1 where a rule decided. */
	readonly confidence: number;
	/** The rules that had a say, in words. */
	readonly rules: readonly string[];
}

/** Fitted by `test/routing/fit.ts` on the training part of the evaluation set. */
export const boundaries: Boundaries = fitted;

/** Below it the higher of the two adjacent tiers is taken: a weak answer costs a user more than a strong model does. */
const sure = 0.7;
const reasoningMarkers = 2;
const longTokens = 100_000;

/** The tier of a score, and what raised it: doubt, then the least that the circumstances allow. */
export function decide(
	scored: Pick<Scored, "score" | "reasoningMarkers" | "plain">,
	{ tools, structured, tokens }: Circumstances,
	{ boundaries: least, steepness }: Boundaries = boundaries,
): Decision {
	const limits = [least.MEDIUM, least.COMPLEX, least.REASONING];
	const rank = limits.filter((limit) => scored.score >= limit).length;
	const [below, above] = [
		scored.score - (limits[rank - 1] ?? Number.NEGATIVE_INFINITY),
		(limits[rank] ?? Number.POSITIVE_INFINITY) - scored.score,
	];
	const confidence = 1 / (1 + Math.exp(-steepness * Math.min(below, above)));
	const doubtful = confidence < sure && above < below;
	const floors = [
		{ holds: doubtful, rank: rank + 1, rule: "in doubt the higher" },
		{ holds: scored.reasoningMarkers >= reasoningMarkers, rank: 3, rule: `${reasoningMarkers} reasoning markers` },
		{ holds: tokens > longTokens, rank: 2, rule: `over ${longTokens} tokens` },
		{ holds: !scored.plain, rank: 1, rule: "nothing says it is simple" },
		{ holds: tools, rank: 1, rule: "tools present" },
		{ holds: structured, rank: 1, rule: "structured output" },
	].filter(({ holds }) => holds);
	const highest = Math.max(rank, ...floors.map((floor) => floor.rank));
	const decidedByRule = highest > rank && !(doubtful && highest === rank + 1);
	return {
		tier: tiers[highest] ?? "REASONING",
		confidence: decidedByRule ? 1 : confidence,
		rules: floors.filter((floor) => floor.rank > rank || floor.rule.endsWith("present")).map(({ rule }) => rule),
	};
}
