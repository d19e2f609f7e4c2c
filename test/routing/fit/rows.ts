import { circumstancesOf } from "@smart-router/core/routing/needs.ts";
import type { Measured } from "@smart-router/core/routing/score/dimensions.ts";
import { measureTurns } from "@smart-router/core/routing/score/score.ts";
import { userTexts } from "@smart-router/core/routing/score/text.ts";
import type { Circumstances } from "@smart-router/core/routing/score/tier.ts";
import { tiers } from "@smart-router/llm/catalog/tiers.ts";
import type { Labelled } from "../set.ts";

/** A labelled prompt as the fit sees it: what was measured, never its words. */
export interface Row extends Measured {
	readonly id: string;
	readonly kind: string;
	readonly circumstances: Circumstances;
	/** Of the label, 0 for SIMPLE. */
	readonly rank: number;
}

export const rowOf = ({ id, kind, tier, request }: Labelled): Row => ({
	...measureTurns(userTexts(request, 3)),
	id,
	kind,
	circumstances: circumstancesOf(request),
	rank: tiers.indexOf(tier),
});
