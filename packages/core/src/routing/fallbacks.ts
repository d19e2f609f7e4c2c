import { isSameModel } from "@smart-router/llm/catalog/same-model.ts";
import { sandboxProvider } from "../provider/sandbox.schema.ts";
import { autoTargets } from "./auto.ts";
import { linkedProviders } from "./auto-order.ts";
import { missingAt } from "./capable.ts";
import { findTargets } from "./find-targets.ts";
import type { PlanInput } from "./plan.ts";
import { type Target, targetName } from "./target.ts";

/** Who may answer for a model that was named, in order: what the settings name for it, then what they allow for all. */
export function fallbacksOf(named: readonly Target[], input: PlanInput): readonly Target[] {
	const { rules, providers } = input;
	const listed = named.flatMap((target) => rules.fallbacks[targetName(target)] ?? rules.fallbacks[target.model] ?? []);
	return [...listed.flatMap((name) => findTargets(name, providers)), ...standIns(named, input)];
}

/** A stand-in that nobody named must be able to do the job. `auto` chooses for chats only: no embedding stands in for another. */
function standIns(named: readonly Target[], input: PlanInput): readonly Target[] {
	const { defaultFallback } = input.rules;
	if (defaultFallback === "none") return [];
	const assessment = input.assess?.();
	const same = elsewhere(named, input).filter((target) => !assessment || missingAt(target, assessment.needs, input.abilities).length === 0);
	return defaultFallback === "auto" && assessment ? [...same, ...autoTargets(input, assessment)] : same;
}

const elsewhere = (named: readonly Target[], input: PlanInput): readonly Target[] =>
	linkedProviders(input).flatMap(({ provider, models }) =>
		models
			.filter((model) => named.some((one) => isSameModel(one.model, model)))
			.map((model) => ({ provider, model }))
			.filter(input.serves),
	);

/** Whether a provider is linked that could answer for the named ones, if only the settings let it. */
export const couldFallBack = (targets: readonly Target[], input: PlanInput): boolean =>
	input.rules.defaultFallback === "none" &&
	linkedProviders(input).some(
		({ provider }) => provider.id !== sandboxProvider && targets.every((target) => target.provider.id !== provider.id),
	);
