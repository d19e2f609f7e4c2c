import type { RoutingRules } from "../settings/routing.schema.ts";
import { allows } from "./allowed.ts";
import type { Assessment } from "./assessment.ts";
import { autoOrder } from "./auto-order.ts";
import { missingAt } from "./capable.ts";
import { whyNoTarget } from "./no-target.ts";
import type { PlanInput } from "./plan.ts";
import { mostTargets, type Plan, type Target } from "./target.ts";

const builtInProfiles: RoutingRules["profiles"] = { eco: { shift: -1 }, premium: { shift: 1 } };

/** The profiles of `auto` by name, each with the tiers it moves up (or down, below 0). */
export const autoProfiles = (rules: RoutingRules): ReadonlyMap<string, number> =>
	new Map(Object.entries({ ...builtInProfiles, ...rules.profiles }).map(([name, { shift }]) => [name, shift]));

/**
 * Where `auto` goes: what is linked, allowed and can do the job, the targets of the request's tier first. `steps` of a profile shift that tier.
 * Throws `GatewayError` no_account_available (503) when nothing is linked or no model of it is known, permission_denied (403) when the key forbids all that
 * is, unsupported_parameter (400) when nothing that is left can do the job.
 */
export function planAuto(input: PlanInput, steps: number): Plan {
	const { rules } = input;
	const assessment = input.assess?.();
	const order = autoOrder(input, assessment, steps);
	const targets = usable(order, input, assessment);
	if (targets.length === 0) throw whyNoTarget(order, input, assessment);
	if (!assessment) {
		const reason = rules.auto.length > 0 ? "order of the settings" : "default order";
		return { targets, tier: "DEFAULT", score: 0, confidence: null, reason };
	}
	const notes = [
		...(steps === 0 ? [] : [`${input.model} moves the tier by ${steps}`]),
		...(rules.auto.length > 0 ? ["order of the settings"] : []),
	];
	const { tier, score, confidence, reason } = assessment;
	return { targets, tier, score, confidence, reason: [reason, ...notes].join("; ") };
}

/** Where `auto` would send a chat that was assessed; empty when nowhere. */
export const autoTargets = (input: PlanInput, assessment: Assessment): readonly Target[] =>
	usable(autoOrder(input, assessment, 0), input, assessment);

const usable = (order: readonly Target[], input: PlanInput, assessment: Assessment | undefined): readonly Target[] => {
	const able = order.filter(
		(target) =>
			allows(input.allowed, target) &&
			input.serves(target) &&
			(!assessment || missingAt(target, assessment.needs, input.abilities).length === 0),
	);
	return assessment ? able.slice(0, mostTargets) : able;
};
