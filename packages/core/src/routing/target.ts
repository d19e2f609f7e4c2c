import type { ScoredTier } from "@smart-router/llm/catalog/tiers.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";

/** A provider and one of its models: where a request may go. */
export interface Target {
	readonly provider: Provider;
	readonly model: string;
}

/** More is not tried for one request: each target costs a look at its pool. */
export const mostTargets = 12;

/** `provider/model`, as people write it and the headers show it. */
export const targetName = (target: Target): string => `${target.provider.id}/${target.model}`;

export type Tier = ScoredTier | "EXPLICIT" | "DEFAULT";

/** Where a request goes, in order, and why. */
export interface Plan {
	/** Never empty. */
	readonly targets: readonly Target[];
	/** EXPLICIT when the client named the model, DEFAULT when `auto` was asked for what is no chat. */
	readonly tier: Tier;
	/** In [-1, 1]; 0 when nothing was scored. */
	readonly score: number;
	/** In [0.5, 1], of the tier; null when nothing was scored. */
	readonly confidence: number | null;
	readonly reason: string;
	/** Other linked providers stand by, but the settings let none answer for the model that was named. */
	readonly couldFallBack?: boolean;
}
