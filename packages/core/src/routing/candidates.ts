import { type ScoredTier, tiers } from "@smart-router/llm/catalog/tiers.ts";
import type { ModelAbilities } from "./capable.ts";
import type { Target } from "./target.ts";

/** A target with what is known of its model; nothing is known of models of custom providers. */
export interface KnownTarget {
	readonly target: Target;
	readonly abilities: ModelAbilities | undefined;
}

/** The tier's own list, then those of the higher tiers, then of the lower ones. */
export function tierOrder(tier: ScoredTier): readonly ScoredTier[] {
	const rank = tiers.indexOf(tier);
	return [...tiers.slice(rank), ...tiers.slice(0, rank).toReversed()];
}

/** A tier so many steps from another, within what there is. */
export const shifted = (tier: ScoredTier, steps: number): ScoredTier =>
	tiers[Math.max(0, Math.min(tiers.length - 1, tiers.indexOf(tier) + steps))] ?? tier;

type Order = (one: KnownTarget, other: KnownTarget) => number;

const cost = ({ abilities }: KnownTarget): number =>
	abilities ? abilities.price.input + abilities.price.output : Number.POSITIVE_INFINITY;
const cheapest: Order = (one, other) => cost(one) - cost(other);
/** Vendors price their lines by what they can do. */
const strongest: Order = (one, other) => cost(other) - cost(one);

/** The best of each provider for a tier by the dated catalog: the cheapest that suits it, for REASONING the strongest. */
export function defaultTargets(tier: ScoredTier, known: readonly KnownTarget[]): Target[] {
	const order = tier === "REASONING" ? strongest : cheapest;
	const suiting = known.filter(({ abilities }) => abilities?.suits?.includes(tier)).toSorted(order);
	return onePerProvider(suiting);
}

/** What suits no tier of its own: superseded models where a provider serves no other, then models of which nothing is known. */
export function otherTargets(known: readonly KnownTarget[]): Target[] {
	const covered = new Set(known.filter(({ abilities }) => abilities?.suits).map(({ target }) => target.provider.id));
	const others = known.filter(({ target }) => !covered.has(target.provider.id));
	return onePerProvider([
		...others.filter(({ abilities }) => abilities).toSorted(cheapest),
		...others.filter(({ abilities }) => !abilities),
	]);
}

/** The first of each provider, in the same order. */
function onePerProvider(known: readonly KnownTarget[]): Target[] {
	const firsts = new Map<string, Target>();
	for (const { target } of known) if (!firsts.has(target.provider.id)) firsts.set(target.provider.id, target);
	return [...firsts.values()];
}
